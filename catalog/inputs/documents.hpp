/// Inputs that are single files: products of jobs, products of the catalogue, uploads.
#pragma once

#include <string>
#include <vector>

#include "catalog/inputs/find_runs.hpp"
#include "catalog/inputs/input_words.hpp"
#include "catalog/inputs/resolve.hpp"

namespace catalog {

/// The role of index tables that come with the event lists of a job.
inline constexpr char const* index_role = "index";

/// Everything of the job that can be meant, checked; what is wrong is a mistake.
void add_job(InputRequest const& request, InputValue const& value, InputName const& name,
             std::vector<InputDocument>& documents, std::vector<std::string>& mistakes);

/// A product of the catalogue. `did`: as named.
void add_product(InputValue const& value, std::string const& did, FoundDataset const& product,
                 std::optional<std::filesystem::path> const& path, std::vector<InputDocument>& documents,
                 std::vector<std::string>& mistakes);

void add_upload(InputValue const& value, std::vector<InputDocument>& documents,
                std::vector<std::string>& mistakes);

/// Where an upload lies and what it is: size and SHA-256 of what is there now.
InputFile described_file(std::filesystem::path const& path);

bool wants_events(InputValue const& value);

}  // namespace catalog
