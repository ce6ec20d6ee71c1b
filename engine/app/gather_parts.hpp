/// The parts of a job, as they lie in their folders when all have ended.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/app/part_note.hpp"
#include "engine/app/session.hpp"
#include "engine/model/product.hpp"
#include "engine/parameters/values.hpp"

namespace engine {

struct JobParts {
  std::vector<std::string> folders;  ///< in the order of parts
  std::vector<PartNote> notes;       ///< of them
  PartNote const& first() const { return notes.front(); }
};

/// Reads the notes and refuses what does not make one whole job: parts that are missing, twice, of different
/// requests, data or programs; runs that no part has.
JobParts read_parts(std::vector<std::string> const& folders);

/// The parameters of the job as one: of the parts, with out, clobber and activity as `gather` has them.
ParameterValues values_of_job(JobParts const& parts, ParameterValues const& gather);

/// Files, documents and checksums that the parts know, and the service's word.
std::shared_ptr<JobFacts const> facts_of_parts(JobParts const& parts, ParameterValues const& job);

/// All warnings, each once.
std::vector<std::string> warnings_of(JobParts const& parts);

/// A product of a part that becomes one of the job under the same name.
struct PartProduct {
  std::string folder;  ///< of the part
  ProductFile file;    ///< its path is below that folder
};
/// By name; of those that several parts have, the first. Products of these roles only.
std::map<std::string, PartProduct> products_of(JobParts const& parts, std::vector<std::string> const& roles);

/// Compares sizes and, if `verify`, checksums with what the parts wrote down. Failure(bad_data).
void check_products(std::map<std::string, PartProduct> const& products, bool verify, int threads);

/// The same file under another name, or a copy of it on another file system.
void take_file(std::string const& from, std::string const& to);

/// What became products of the job is no longer needed in the parts' folders; folders that are then empty go.
void remove_parts(JobParts const& parts, ParameterValues const& job);

/// Of all parts and of the gathering itself.
RunConditions conditions_of(JobParts const& parts, RunConditions own);

}  // namespace engine
