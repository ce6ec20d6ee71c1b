/// What a client asks of an analysis job: parameters of the type, data to work on, and words to the service.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/inputs/resolve.hpp"
#include "jobs/job_directory.hpp"
#include "jobs/types/job_type.hpp"

namespace uws {

/// Words that every job type understands, whatever its own parameters are:
///   ADQL        a query that names the runs
///   COLLECTION  where run ids are looked for
///   PROVENANCE  a job, a product, or a product's file: do it again
///   REUSE       yes: if there is such a result already, answer with it
struct ServiceWords {
  std::string adql{};
  std::vector<std::string> collections{};
  bool reuse = false;
};

bool is_service_word(std::string_view name);
/// In its proper spelling; anything else as it is.
std::string service_word(std::string_view name);

struct Asked {
  std::vector<jobs::Parameter> given{};     ///< of the type
  std::vector<catalog::InputValue> data{};  ///< the same of its inputs, as data
  std::vector<std::string> run_ids{};       ///< of the parameter obs-ids
  bool narrowed = false;                    ///< other parameters of the group "Input" say which runs
  ServiceWords words{};
  std::vector<std::string> mistakes{};
};

Asked asked_of(jobs::JobType const& type, jobs::Job const& job, jobs::JobDirectories const& directories);

/// Does the type work on runs of the catalogue?
bool works_on_runs(jobs::JobType const& type);

/// The parameter by which one asks for runs by number.
inline constexpr std::string_view run_ids_parameter = "obs-ids";

}  // namespace uws
