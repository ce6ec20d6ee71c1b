/// What is wrong with a description of a job type, beyond its spelling.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jobs/types/job_type.hpp"

namespace jobs {

/// Every problem with its place: "parameters[2] (emin): default: must be at least 0 TeV". Names that are no
/// safe path segments, names given twice, types that do not exist, options where none fit, ranges upside
/// down, defaults that would be refused, inputs without a parameter, placeholders without one, commands that
/// could be talked into running something else. An alias is judged as far as it can be without its base.
std::vector<std::string> problems_of(JobType const& type);

/// Words of ParameterDescription::type.
bool is_value_type(std::string_view word);
bool is_list_type(
    std::string_view word);  ///< several values with commas between them: texts, choices, reals, ...

}  // namespace jobs
