#include "uws/tap/tap_jobs.hpp"

#include <fstream>
#include <iterator>

#include "catalog/table/votable_frame.hpp"
#include "engine/base/failure.hpp"
#include "uws/async/job_form.hpp"
#include "uws/tap/persistent_cancel.hpp"

namespace uws {
namespace {

using engine::Failure;
using engine::Fault;

std::string content_of(std::filesystem::path const& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw Failure(Fault::internal, "an uploaded table has disappeared: " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A file that says how writing it went: a full disk is an error of the job, not half an answer.
class ResultFile {
 public:
  explicit ResultFile(std::filesystem::path const& path) : out_(path, std::ios::binary | std::ios::trunc) {}
  void write(std::string const& chunk) {
    out_.write(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    check();
  }
  void finish() {
    out_.close();
    check();
  }

 private:
  void check() const {
    if (!out_)
      throw Failure(
          Fault::missing_resource,
          "cannot write the result: the service's disk may be full - try again later, or ask for fewer rows");
  }
  std::ofstream out_;
};

}  // namespace

jobs::ResultLink TapJobs::write_answer(jobs::Job const& job, jobs::RunControl& control) const {
  auto const request = tap_request(form_of(job));
  auto const uploaded = [&](std::string_view name) -> std::optional<std::string> {
    for (auto const& parameter : job.parameters)
      if (parameter.name == name && !parameter.file.empty())
        return content_of(directories_.file(job, parameter.file));
    return std::nullopt;
  };
  std::optional<PersistentCancel> on_stop;
  auto const started = [&](catalog::pg::Canceller canceller) {
    on_stop.emplace(control.stop, std::move(canceller));
  };
  control.progress({"asking the database"});
  // The supervisor ends the job at its time; the statement's own limit is for a supervisor that is gone.
  auto const limit =
      job.execution_duration + std::chrono::seconds(job.execution_duration.count() > 0 ? 5 : 0);
  auto answer =
      open_tap_answer(runner_, settings_, request, uploaded, {job.owner, base_url_of_(job)}, limit, started);
  control.progress({"writing the result"});
  auto const name = "result" + answer.format.extension;
  ResultFile file(control.results / name);
  std::string chunk;
  bool more = true;
  while (more) {
    if (control.stop.stop_requested()) throw Failure(Fault::interrupted, "the query was stopped");
    more = answer.puller->read(chunk);
    file.write(chunk);
  }
  file.finish();
  if (auto const& error = answer.puller->ending().error) throw Failure(Fault::interrupted, *error);
  return {.id = "result", .path = name, .mime_type = answer.format.content_type};
}

jobs::Outcome TapJobs::run(jobs::Job const& job, jobs::RunControl& control) const {
  try {
    return jobs::Completed{{write_answer(job, control)}};
  } catch (Failure const& failure) {
    if (control.stop.stop_requested()) return jobs::Stopped{};
    if (failure.fault() == Fault::internal) throw;  // the executor logs it and gives a reference
    auto summary = jobs::summary_of(failure, {});
    summary.document = directories_.write_error(job, catalog::votable_error(failure.what()));
    summary.document_type = "application/x-votable+xml";
    return summary;
  }
}

}  // namespace uws
