/// An InputSet as a file of the job ("<job>/inputs/inputs.json"): what the run, its record and a redo go by.
#pragma once

#include <filesystem>
#include <string>

#include "catalog/inputs/inputs.hpp"

namespace catalog {

inline constexpr char const* inputs_name = "inputs/inputs.json";  ///< relative to the job's folder

/// Written aside and renamed. Failure(missing_resource) if the disk refuses.
void write_inputs(std::filesystem::path const& path, InputSet const& set);
/// Failure(missing_resource): no such file; Failure(bad_data): not what write_inputs() wrote.
InputSet read_inputs(std::filesystem::path const& path);

std::string inputs_text(InputSet const& set);  ///< JSON, the same for equal sets
InputSet inputs_of_text(std::string const& text, std::string const& name = "inputs.json");

}  // namespace catalog
