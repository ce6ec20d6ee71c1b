/// What a client gave, against what the job's type says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jobs/job.hpp"
#include "jobs/types/job_type.hpp"

namespace jobs {

enum class ParameterOrigin { user, fallback };

struct ResolvedParameter {
  std::string name{};  ///< as the type declares it
  std::vector<Parameter>
      values{};  ///< one, or several of a repeatable one; options and yes/no in their own spelling
  ParameterOrigin origin = ParameterOrigin::user;
  bool operator==(ResolvedParameter const&) const = default;
};

struct CheckedParameters {
  std::vector<std::string> mistakes{};  ///< "emin: not an energy: '0.1x' - allowed: ..."
  std::vector<std::string> missing{};   ///< required and not given: mistakes once the job is to run
  std::vector<ResolvedParameter>
      resolved{};  ///< in the declared order; defaults included; none of a wrong one
  /// In the terms of the type that does the work: the same as `resolved`, unless the type is an alias.
  std::vector<ResolvedParameter> work{};
};

/// All mistakes at once. Values longer than 100 000 bytes, more than 10 000 values, and files of the
/// service's machine (anything but an upload or an identifier ivo://...) are mistakes too. The engine's own
/// dry run judges what no single parameter can tell.
CheckedParameters check_parameters(JobType const& type, std::vector<Parameter> const& given);

/// As the type spells it; an unknown name as it is.
std::string canonical_name(JobType const& type, std::string_view name);

/// Does this value name data: runs, a product (ivo://..., job:<id>/<result>, a URL), an upload? A region or a
/// list of runs that is written out in the value itself does not, though its parameter may also take a file.
bool names_data(JobType const& type, Parameter const& given);

/// Of a parameter of an alias: what the type that does the work calls it. Else the name as it is.
std::string name_for_worker(JobType const& type, std::string_view name);

/// The type that does the work: of an alias its base, else the type itself.
JobType const& worker_of(JobType const& type);

}  // namespace jobs
