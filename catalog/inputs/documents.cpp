#include "catalog/inputs/documents.hpp"

#include <algorithm>

#include "catalog/inputs/event_lists.hpp"
#include "catalog/inputs/job_events.hpp"
#include "catalog/inputs/run_rows.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/media_type.hpp"
#include "engine/base/text.hpp"
#include "engine/io/sha256.hpp"

namespace catalog {

namespace fs = std::filesystem;

namespace {

using Mistakes = std::vector<std::string>;

jobs::ResultLink const* result_named(jobs::Job const& job, std::string const& name) {
  for (jobs::ResultLink const& result : job.results)
    if (result.id == name || (!result.path.empty() && result.path == name)) return &result;
  return nullptr;
}

std::string results_of(jobs::Job const& job) {
  std::vector<std::string> names;
  for (jobs::ResultLink const& result : job.results) names.push_back(result.id);
  return names.empty() ? "it has no results" : "its results are " + some_of(names);
}

/// The only FITS file that the job has made, for parameters that take one.
jobs::ResultLink const* only_product(jobs::Job const& job) {
  jobs::ResultLink const* only = nullptr;
  for (jobs::ResultLink const& result : job.results) {
    if (!is_fits_name(result.path)) continue;
    if (only != nullptr) return nullptr;
    only = &result;
  }
  return only;
}

void add_result(JobInput const& input, jobs::ResultLink const& result, std::vector<InputDocument>& documents,
                Mistakes& mistakes) {
  std::string const name = "job:" + input.found.job.id + "/" + result.id;
  fs::path const file = result_path(input, result);
  std::error_code error;
  if (file.empty() || !fs::is_regular_file(file, error))
    mistakes.push_back(name + ": the file is not there any more - run the job again");
  else if (wants_events(input.value) && !is_event_list(file))
    mistakes.push_back(
        name + " is no event list (FITS with a table EVENTS) - name a product of a job that selects events");
  else
    documents.push_back(document_of(input, result, input.value.role));
}

}  // namespace

bool wants_events(InputValue const& value) { return value.role == "events"; }

void add_job(InputRequest const& request, InputValue const& value, InputName const& name,
             std::vector<InputDocument>& documents, Mistakes& mistakes) {
  if (!request.find_job) {
    mistakes.push_back(name.text + ": products of jobs cannot be used here");
    return;
  }
  auto found = request.find_job(name.job);
  if (!found) {
    mistakes.push_back(name.text + ": there is no job '" + name.job + "' - or it is not yours to see");
    return;
  }
  JobInput const input{request, value, std::move(*found)};
  jobs::Job const& job = input.found.job;
  if (job.phase != jobs::Phase::completed) {
    mistakes.push_back(name.text + ": the job is " + std::string(jobs::uws_name(job.phase)) +
                       " - only products of completed jobs can be used");
    return;
  }
  if (name.result.empty() && wants_events(value)) return add_event_lists(input, documents, mistakes);
  jobs::ResultLink const* const result =
      name.result.empty() ? only_product(job) : result_named(job, name.result);
  if (result == nullptr)
    mistakes.push_back(
        name.text + ": " +
        (name.result.empty() ? "say which of its products" : "it has no result '" + name.result + "'") +
        " - " + results_of(job));
  else
    add_result(input, *result, documents, mistakes);
}

void add_product(InputValue const& value, std::string const& did, FoundDataset const& product,
                 std::optional<fs::path> const& path, std::vector<InputDocument>& documents,
                 Mistakes& mistakes) {
  if (!path) {
    mistakes.push_back(did + ": the file of the product is not with this service");
    return;
  }
  if (wants_events(value) && !is_event_list(*path)) {
    mistakes.push_back(did + " is no event list but a product of kind " + product.kind);
    return;
  }
  InputFile file{*path, product.sha256, product.size, {}};
  if (product.changed_ms) file.changed = jobs::Instant(std::chrono::milliseconds(*product.changed_ms));
  documents.push_back(
      {value.parameter, value.role, did, path->filename().string(), product.media_type, std::move(file)});
}

InputFile described_file(fs::path const& path) {
  InputFile file{path, engine::sha256_of_file(path.string()), 0, {}};
  file.size = static_cast<std::int64_t>(fs::file_size(path));
  auto const changed = std::chrono::file_clock::to_sys(fs::last_write_time(path));
  file.changed = std::chrono::floor<std::chrono::milliseconds>(changed);
  return file;
}

void add_upload(InputValue const& value, std::vector<InputDocument>& documents, Mistakes& mistakes) try {
  if (wants_events(value) && !is_event_list(value.upload)) {
    mistakes.push_back(value.parameter + ": the upload '" + value.value +
                       "' is no FITS file with a table EVENTS - upload an event list");
    return;
  }
  documents.push_back({value.parameter, value.role, "", value.value,
                       value.content_type.empty() ? engine::media_type_of(value.value) : value.content_type,
                       described_file(value.upload)});
} catch (fs::filesystem_error const& error) {
  throw engine::Failure(engine::Fault::missing_resource, "cannot read an upload: " + value.upload.string() +
                                                             " (" + error.code().message() + ")");
}

}  // namespace catalog
