#include "uws/analysis/prepare.hpp"

#include <sys/stat.h>

#include "catalog/inputs/inputs_json.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "uws/analysis/activity_file.hpp"
#include "uws/analysis/cluster_work.hpp"
#include "uws/analysis/examine.hpp"
#include "uws/analysis/redo.hpp"
#include "uws/analysis/work_command.hpp"

namespace uws {
namespace {

using engine::Failure;
using engine::Fault;

/// A file that is as the catalogue saw it need not be read again for its checksum.
bool is_as_known(catalog::InputFile const& file) {
  struct stat now {};
  if (file.sha256.empty() || !file.changed || ::stat(file.path.c_str(), &now) != 0) return false;
  auto const changed = jobs::Instant(std::chrono::seconds(now.st_mtim.tv_sec) +
                                     std::chrono::milliseconds(now.st_mtim.tv_nsec / 1'000'000));
  return now.st_size == file.size && changed == *file.changed;
}

/// What must be summed anew; its old sum is forgotten, so that nobody takes it for the truth.
std::vector<std::filesystem::path> unknown_files(catalog::InputSet& set) {
  std::vector<std::filesystem::path> files;
  for (auto& file : set.files)
    if (!is_as_known(file)) {
      file.sha256.clear();
      files.push_back(file.path);
    }
  return files;
}

Examined examined_for(AnalysisParts const& parts, jobs::JobType const& type, jobs::Job const& job) {
  Examined examined = examine(parts, type, job);
  auto wrong = examined.mistakes;
  wrong.insert(wrong.end(), examined.missing.begin(), examined.missing.end());
  if (!wrong.empty()) throw Failure(Fault::bad_request, "the job cannot run: " + engine::joined(wrong, "; "));
  return examined;
}

}  // namespace

jobs::WorkOrder prepare_work(AnalysisParts const& parts, jobs::Claim const& claim,
                             std::filesystem::path const& work) {
  jobs::Job const& job = claim.job;
  auto const type = parts.types.find(job.list);
  if (!type)
    throw Failure(Fault::missing_resource,
                  "the job type '" + job.list + "' is not there any more - ask the operator");
  Examined examined = examined_for(parts, *type, job);
  catalog::InputSet& set = examined.inputs.set;
  JobPlaces places = places_of(parts, job, claim.results);
  std::optional<Resources> resources;
  if (runs_on_cluster(parts, job)) {
    resources = resources_now(parts, *type, job, examined);
    places.engine = parts.cluster->engine;
  }
  Shares const shares =
      resources ? Shares{resources->processes, resources->threads} : shares_of(parts, *type, set.events());
  std::filesystem::create_directories(work);

  jobs::WorkOrder order;
  order.id = job.id;
  order.attempt = job.attempts;
  order.inputs = unknown_files(set);
  auto const activity = write_activity_file(parts, job, set, work);
  order.argv =
      work_command(parts, *type, examined, places, shares,
                   {{"activity", activity.string()}, {"checksums", order.inputs.empty() ? "no" : "yes"}});
  order.directory = claim.results;
  order.processes = shares.processes;
  order.threads = shares.threads;
  order.mpi = shares.processes > 1;
  jobs::JobType const& worker = jobs::worker_of(*type);
  order.memory_bytes = worker.command.reports
                           ? parts.limits.memory_bytes
                           : std::min(parts.limits.memory_bytes, worker.resources.memory_bytes);
  order.time = job.execution_duration;
  order.reads_progress = worker.command.reports;
  catalog::write_inputs(places.job / catalog::inputs_name, set);
  if (is_redo(job)) note_changed_inputs(parts, job, set, work);
  if (parts.limit_order) parts.limit_order(order, resources ? Ground::cluster : Ground::machine);
  if (resources) {
    put_on_cluster(parts, *type, job, *resources, order);
    split_order(order, *resources, work);
  }
  return order;
}

}  // namespace uws
