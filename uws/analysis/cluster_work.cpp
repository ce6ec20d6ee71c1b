#include "uws/analysis/cluster_work.hpp"

#include "engine/base/failure.hpp"
#include "jobs/types/command.hpp"
#include "jobs/work/parts.hpp"

namespace uws {
namespace {

namespace fs = std::filesystem;

/// The engine's setting for a part of the runs. Its name says so much that no other program has one by
/// chance.
constexpr char const* part_setting = "part";

bool makes_parts(jobs::JobType const& worker) {
  auto const* const part = jobs::find_parameter(worker, part_setting);
  return worker.command.reports && worker.command.name_value && part != nullptr && !part->science;
}

Workload workload_of(jobs::JobType const& type, jobs::Job const& job, catalog::InputSet const& set,
                     Plan const& plan) {
  jobs::JobType const& worker = jobs::worker_of(type);
  Workload work;
  work.mpi = worker.command.mpi;
  work.limit = job.execution_duration;
  work.memory = worker.resources.memory_bytes;
  if (!worker.command.reports || plan.cpu_seconds <= 0) {
    work.processes = worker.resources.processes;
    work.threads = worker.resources.threads;
    return work;
  }
  work.cpu_seconds = plan.cpu_seconds;
  work.memory_per_thread = plan.memory_bytes / static_cast<std::uint64_t>(std::max(plan.threads, 1));
  work.runs = plan.runs > 0 ? plan.runs : set.runs.size();
  work.parts = makes_parts(worker);
  return work;
}

std::string role_of_owner(ClusterParts const& cluster, jobs::Job const& job) {
  return cluster.role_of ? cluster.role_of(job.owner) : std::string("anonymous");
}

}  // namespace

bool runs_on_cluster(AnalysisParts const& parts, jobs::Job const& job) {
  return parts.cluster && parts.cluster->takes(job.list);
}

engine::Result<Resources, std::string> cluster_resources(AnalysisParts const& parts,
                                                         jobs::JobType const& type, jobs::Job const& job,
                                                         Examined const& examined, Plan const& plan) {
  auto const limits = parts.cluster->limits(job.list, role_of_owner(*parts.cluster, job));
  return resources_for(workload_of(type, job, examined.inputs.set, plan), limits);
}

Resources resources_now(AnalysisParts const& parts, jobs::JobType const& type, jobs::Job const& job,
                        Examined const& examined) {
  constexpr std::size_t any_number = ~std::size_t{0};
  Plan const plan = plan_of(parts, type, job, examined, {parts.cluster->plan_time, any_number});
  auto resources = cluster_resources(parts, type, job, examined, plan);
  if (!resources) throw engine::Failure(engine::Fault::bad_request, resources.error());
  return *resources;
}

void put_on_cluster(AnalysisParts const& parts, jobs::JobType const& type, jobs::Job const& job,
                    Resources const& resources, jobs::WorkOrder& order) {
  ClusterParts const& cluster = *parts.cluster;
  order.type = job.list;
  order.owner = job.owner;
  order.role = role_of_owner(cluster, job);
  order.nodes = resources.nodes;
  order.processes = resources.processes;
  order.threads = resources.threads;
  order.mpi = resources.processes > 1;
  order.memory_bytes = resources.memory_per_node * static_cast<std::uint64_t>(resources.nodes);
  // Where the batch cannot have more anyway, it is cut short for good.
  auto const most = cluster.limits(job.list, order.role).time_max;
  bool const may_be_more =
      resources.time < job.execution_duration && (most.count() == 0 || resources.time < most);
  order.expected = may_be_more ? resources.time : std::chrono::seconds(0);
  order.resources_reason = resources.reason;
  order.resumes = jobs::worker_of(type).command.resumes;
  if (cluster.notify) order.notify = cluster.notify(job.id);
}

void split_order(jobs::WorkOrder& order, Resources const& resources, fs::path const& work) {
  if (resources.parts < 2) return;
  std::vector<jobs::WorkOrder> parts;
  for (int i = 1; i <= resources.parts; ++i) {
    jobs::WorkOrder part = order;
    part.argv.push_back(std::string(part_setting) + "=" + std::to_string(i) + "/" +
                        std::to_string(resources.parts));
    part.directory.clear();  // beside its order, where nobody takes it for a result
    part.inputs.clear();     // summed once, by the order above
    parts.push_back(std::move(part));
  }
  std::vector<std::string> gathering{order.argv.front(), "gather"};
  for (int i = 1; i <= resources.parts; ++i)
    gathering.push_back((jobs::part_folder(work, i) / "results").string());
  gathering.insert(gathering.end(), {"out=.", "clobber=yes", "progress=json"});
  // What only the service knows of the job, it says again.
  for (std::string const& word : order.argv)
    if (word.starts_with("activity=")) gathering.push_back(word);
  order.parts = resources.parts;
  order.argv = std::move(gathering);
  order.processes = order.threads = 1;
  order.mpi = false;
  jobs::write_parts(work, order, std::move(parts));
}

std::optional<double> seconds_with(Plan const& plan, Resources const& resources) {
  if (plan.cpu_seconds <= 0) return plan.seconds;
  return plan.cpu_seconds / (static_cast<double>(resources.processes) * resources.threads * resources.parts);
}

}  // namespace uws
