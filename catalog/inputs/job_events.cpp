#include "catalog/inputs/job_events.hpp"

#include <algorithm>
#include <set>

#include "catalog/inputs/documents.hpp"
#include "catalog/inputs/event_lists.hpp"
#include "catalog/inputs/file_paths.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/media_type.hpp"
#include "engine/io/index_tables.hpp"

namespace catalog {

namespace fs = std::filesystem;

namespace {

/// The files that the index names. Index tables could name any file of the machine: others than results of
/// the job are refused.
std::set<fs::path> files_in_index(JobInput const& input, jobs::ResultLink const& index) {
  fs::path const folder = fs::weakly_canonical(input.found.results);
  std::set<fs::path> files;
  auto const add = [&](std::string const& named) {
    fs::path const file = fs::weakly_canonical(named);
    if (!lies_below(file, folder))
      throw engine::Failure(engine::Fault::bad_request, "job:" + input.found.job.id + "/" + index.id +
                                                            " names files that the job has not made");
    files.insert(file);
  };
  for (engine::Observation const& run :
       engine::read_index(*engine::index_pair_of(result_path(input, index).string())).observations) {
    add(run.events.file);
    if (run.gti) add(run.gti->file);
    for (engine::ResponseLocation const& response : run.responses) add(response.location.file);
  }
  return files;
}

bool is_hdu_index(jobs::ResultLink const& result) {
  return is_fits_name(result.path) &&
         fs::path(result.path).filename().string().find("hdu-index") != std::string::npos;
}

void add_indexed(JobInput const& input, std::set<fs::path> const& files,
                 std::vector<InputDocument>& documents) {
  for (jobs::ResultLink const& result : input.found.job.results) {
    if (!is_fits_name(result.path)) continue;
    if (is_index_name(result.path))
      documents.push_back(document_of(input, result, index_role));
    else if (files.contains(fs::weakly_canonical(result_path(input, result))))
      documents.push_back(document_of(input, result, input.value.role));
  }
}

}  // namespace

fs::path result_path(JobInput const& input, jobs::ResultLink const& result) {
  fs::path const path = fs::path(result.path).lexically_normal();
  bool const leaves = path.is_absolute() || (!path.empty() && *path.begin() == "..");
  return result.path.empty() || leaves ? fs::path() : input.found.results / path;
}

InputDocument document_of(JobInput const& input, jobs::ResultLink const& result, std::string const& role) {
  jobs::Job const& job = input.found.job;
  InputFile file{result_path(input, result), result.sha256, result.size.value_or(0), job.ended};
  if (file.sha256.empty() || !result.size) file = described_file(file.path);
  return {input.value.parameter,
          role,
          "ivo://" + input.request.authority + "/jobs?" + job.id + "/" + result.id,
          result.path,
          result.mime_type.empty() ? engine::media_type_of(result.path) : result.mime_type,
          std::move(file)};
}

void add_event_lists(JobInput const& input, std::vector<InputDocument>& documents,
                     std::vector<std::string>& mistakes) {
  jobs::Job const& job = input.found.job;
  std::size_t const before = documents.size();
  auto const index = std::find_if(job.results.begin(), job.results.end(), is_hdu_index);
  try {
    if (index != job.results.end()) {
      add_indexed(input, files_in_index(input, *index), documents);
    } else {
      for (jobs::ResultLink const& result : job.results)
        if (is_fits_name(result.path) && is_event_list(result_path(input, result)))
          documents.push_back(document_of(input, result, input.value.role));
    }
  } catch (engine::Failure const& failure) {
    mistakes.push_back("job:" + job.id + ": its products cannot be used: " + failure.what());
    return;
  }
  if (documents.size() == before)
    mistakes.push_back("job:" + job.id + ": it has made no event lists - name a job that selects events");
}

}  // namespace catalog
