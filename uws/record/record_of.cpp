#include "uws/record/record_of.hpp"

#include <algorithm>

#include "catalog/inputs/inputs_json.hpp"
#include "catalog/provenance/record_json.hpp"
#include "engine/base/failure.hpp"
#include "engine/io/sha256.hpp"
#include "uws/record/graph_of.hpp"
#include "uws/record/record_parts.hpp"
#include "uws/record/run_report_json.hpp"

namespace uws {

namespace {

namespace fs = std::filesystem;

/// Uploads up to this size are summed where nobody has done it; it takes some milliseconds.
constexpr std::uintmax_t summed_here = 4u << 20;

/// A piece that cannot be had is named, not missed.
template <class Read>
void tolerantly(EndedJob& ended, std::string const& what, Read read) {
  try {
    read();
  } catch (std::exception const& error) {
    ended.missing.push_back(what + " (" + without_folders(error.what(), ended.folder) + ")");
  }
}

bool is_there(fs::path const& path) {
  std::error_code none;
  return fs::exists(path, none);
}

/// An upload that the inputs do not tell of, such as the tables of a query.
catalog::InputDocument upload(jobs::Parameter const& parameter, fs::path const& path) {
  catalog::InputDocument document{.parameter = parameter.name,
                                  .role = "",
                                  .entity_id = "",
                                  .name = parameter.value,
                                  .content_type = parameter.mime_type,
                                  .file = {.path = path}};
  std::error_code none;
  std::uintmax_t const size = fs::file_size(path, none);
  if (none) throw engine::Failure(engine::Fault::missing_resource, "it is not there any more");
  document.file.size = static_cast<std::int64_t>(size);
  if (size <= summed_here) document.file.sha256 = engine::sha256_of_file(path.string());
  return document;
}

void add_uploads(EndedJob& ended) {
  for (jobs::Parameter const& parameter : ended.job.parameters) {
    if (parameter.file.empty()) continue;
    fs::path const path = ended.folder / parameter.file;
    auto const is_known = [&](catalog::InputDocument const& document) {
      return document.file.path.filename() == path.filename() && document.entity_id.empty();
    };
    if (std::ranges::none_of(ended.inputs.documents, is_known))
      tolerantly(ended, "the upload " + parameter.name,
                 [&] { ended.inputs.documents.push_back(upload(parameter, path)); });
  }
}

EndedJob bare(jobs::Job const& job, RecordParts const& parts) {
  EndedJob ended;
  ended.job = job;
  ended.service = parts.service;
  if (parts.type_of)
    if (auto const type = parts.type_of(job.list)) ended.type = *type;
  return ended;
}

}  // namespace

EndedJob ended_job(jobs::Job const& job, RecordParts const& parts) {
  EndedJob ended = bare(job, parts);
  ended.folder = parts.directories.of(job);
  fs::path const work = ended.folder / "work";
  if (is_there(ended.folder / catalog::inputs_name))
    tolerantly(ended, "the inputs",
               [&] { ended.inputs = catalog::read_inputs(ended.folder / catalog::inputs_name); });
  if (is_there(work / jobs::order_name)) {
    tolerantly(ended, "the command", [&] { ended.order = jobs::read_order(work); });
    tolerantly(ended, "the account of the process",
               [&] { ended.outcome = jobs::read_outcome(work, job.attempts); });
    if (!ended.outcome && ended.missing.empty() && job.phase != jobs::Phase::aborted)
      ended.missing.emplace_back("the account of the process (there is none)");
  }
  for (char const* const folder : {"results", jobs::JobDirectories::hidden_results})
    if (!ended.report)
      tolerantly(ended, "what the program reports",
                 [&] { ended.report = read_run_report(ended.folder / folder); });
  add_uploads(ended);
  return ended;
}

std::string record_of(jobs::Job const& job, RecordParts const& parts) try {
  return catalog::prov::record_json(graph_of(ended_job(job, parts)));
} catch (std::exception const&) {
  return least_record_of(job, parts);
}

std::string least_record_of(jobs::Job const& job, RecordParts const& parts) {
  EndedJob ended = bare(job, parts);
  ended.missing.emplace_back("what the job's folder holds");
  return catalog::prov::record_json(graph_of(ended));
}

}  // namespace uws
