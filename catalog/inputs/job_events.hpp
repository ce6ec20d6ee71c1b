/// The event lists that a job has made, as inputs of another.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "catalog/inputs/resolve.hpp"

namespace catalog {

struct JobInput {
  InputRequest const& request;
  InputValue const& value;
  FoundJob found;
};

/// All event lists of the job; if it has index tables, those and the files that they name.
void add_event_lists(JobInput const& input, std::vector<InputDocument>& documents,
                     std::vector<std::string>& mistakes);

InputDocument document_of(JobInput const& input, jobs::ResultLink const& result, std::string const& role);
std::filesystem::path result_path(JobInput const& input,
                                  jobs::ResultLink const& result);  ///< empty: not here

}  // namespace catalog
