/// The parts of problems_of(). Internal to jobs/types.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jobs/types/job_type.hpp"

namespace jobs {

/// Problems found so far, each "place: what".
struct Complaints {
  std::vector<std::string> all{};
  void add(std::string const& place, std::string const& what) { all.push_back(place + ": " + what); }
  /// Of people's texts: not too long, and no control characters but line breaks and tabs.
  void check_text(std::string const& place, std::string_view text, std::size_t most);
  void check_media_type(std::string const& place, std::string_view type);
};

bool is_type_name(std::string_view name);
bool is_parameter_name(std::string_view name);
/// Of inputs and outputs: what becomes prov:role and part of an identifier.
bool is_role(std::string_view word);
inline constexpr char const* role_rule = "must be up to 60 letters, digits, '_' and '-', a letter first";

void check_parameters_of(JobType const& type, Complaints& complaints);
void check_command(JobType const& type, Complaints& complaints);

}  // namespace jobs
