#include "uws/daemon/analysis_service.hpp"

#include <algorithm>
#include <thread>

#include "engine/base/text.hpp"
#include "uws/analysis/finish.hpp"
#include "uws/analysis/prepare.hpp"
#include "uws/jobtypes/proposals.hpp"

namespace uws {
namespace {

namespace fs = std::filesystem;

fs::path own_program() { return fs::read_symlink("/proc/self/exe"); }

/// Descriptions that come with the program: installed beside it, or in the source tree it was built from.
fs::path shipped_types() {
  fs::path const installed = own_program().parent_path().parent_path() / "share" / "distiller" / "jobtypes";
  std::error_code none;
  return fs::is_directory(installed, none) ? installed : fs::path(DISTILL_SHIPPED_JOB_TYPES);
}

jobs::JobTypeSources sources_of(AnalysisGround const& ground) {
  jobs::JobTypeSources sources;
  sources.engine = ground.config.engine.program;
  sources.folders.push_back(shipped_types());
  for (auto const& folder : ground.config.jobs.types) sources.folders.emplace_back(folder);
  sources.proposals = [&database = ground.database] { return validated_proposals(database.own()); };
  sources.log = [&log = ground.log](std::string const& message) { log.warning(message); };
  return sources;
}

int threads_of(JobsConfig const& jobs) {
  if (jobs.threads > 0) return static_cast<int>(jobs.threads);
  return static_cast<int>(
      std::max<std::size_t>(1, std::thread::hardware_concurrency() / (jobs.running * jobs.ranks)));
}

/// The answer to a query, whole; a list of runs is not so long that it must not be in memory.
catalog::QueryAnswer answer_to(AnalysisGround const& ground, std::string const& adql,
                               std::string const& user) {
  TapRequest request;
  request.query = adql;
  request.response_format = "votable";
  request.maxrec = ground.tap.rows.hard;
  auto answer = open_tap_answer(
      ground.runner, ground.tap, request, [](auto) { return std::nullopt; }, {user, ground.url()},
      ground.tap.sync_time);
  catalog::QueryAnswer whole;
  std::string chunk;
  while (answer.puller->read(chunk)) whole.votable += chunk;
  whole.overflow = answer.puller->ending().overflow;
  return whole;
}

std::unique_ptr<ClusterService> cluster_of(AnalysisGround const& ground) {
  if (!ground.config.cluster.is_used()) return nullptr;
  return std::make_unique<ClusterService>(ground.config, ground.log, ground.database,
                                          ground.directories.root(), ground.url);
}

/// What the operator says about programs. A node belongs to its batch: the cluster says what starts processes
/// there, and as whom.
void limit(jobs::WorkOrder& order, Ground ground, JobsConfig const& jobs) {
  order.disk_bytes = jobs.disk.count;
  order.tasks = static_cast<int>(std::min<std::uint64_t>(jobs.processes, 1'000'000));
  if (ground == Ground::cluster) return;
  order.niceness = static_cast<int>(std::min<std::uint64_t>(jobs.niceness, 19));
  order.launcher = jobs.launcher;
  order.user = jobs.user;
  order.cgroup = jobs.cgroup;
}

AnalysisParts parts_of(AnalysisGround const& ground, jobs::JobTypes const& types,
                       ClusterService const* cluster) {
  Config const& config = ground.config;
  AnalysisParts parts{types, ground.store, ground.directories, ground.database.own()};
  parts.query = [ground](std::string const& adql, std::string const& user) {
    return answer_to(ground, adql, user);
  };
  parts.base_url = ground.url;
  for (auto const& root : config.data.roots) parts.data_roots.emplace_back(root);
  if (!parts.data_roots.empty()) parts.data_roots.push_back(config.data.products());
  parts.engine = config.engine.program;
  parts.limits.ranks = static_cast<int>(config.jobs.ranks);
  parts.limits.threads = threads_of(config.jobs);
  parts.limits.memory_bytes = config.jobs.memory.count;
  parts.publisher = {config.registry.authority, config.registry.publisher, config.registry.contact_name,
                     config.registry.contact_email};
  parts.limit_order = [&jobs = config.jobs](jobs::WorkOrder& order, Ground where) {
    limit(order, where, jobs);
  };
  if (cluster != nullptr) parts.cluster = cluster->parts();
  return parts;
}

jobs::BatchSteps steps_of(AnalysisParts const& parts) {
  return {
      [&parts](jobs::Claim const& claim, fs::path const& work) { return prepare_work(parts, claim, work); },
      [&parts](jobs::Claim const& claim, jobs::WorkOrder const& order, jobs::WorkOutcome const& outcome) {
        return finish_work(parts, claim, order, outcome);
      }};
}

jobs::BatchLimits limits_of(JobsConfig const& jobs) {
  jobs::BatchLimits limits;
  limits.running = jobs.running;
  limits.per_owner = jobs.running_per_user;
  return limits;
}

jobs::BatchLimits limits_of(ClusterConfig const& cluster) {
  jobs::BatchLimits limits;
  limits.running = cluster.submitted;
  limits.per_owner = cluster.submitted_per_user;
  limits.poll = cluster.poll;
  limits.grace = std::chrono::ceil<std::chrono::seconds>(cluster.grace);
  limits.submit_for =
      std::chrono::seconds(0);  // a cluster under maintenance comes back, and jobs wait for it
  limits.margin = std::max(limits.margin, cluster.margin + cluster.warning);
  return limits;
}

}  // namespace

AnalysisService::AnalysisService(AnalysisGround const& ground)
    : config_(ground.config),
      types_(sources_of(ground)),
      cluster_(cluster_of(ground)),
      parts_(parts_of(ground, types_, cluster_.get())),
      scheduler_(),  // ourselves, whatever lies under our name by then
      executor_(steps_of(parts_), scheduler_, ground.directories, limits_of(ground.config.jobs),
                [&log = ground.log](std::string const& message) { log.error(message); }) {
  if (cluster_)
    cluster_executor_ = std::make_unique<jobs::BatchExecutor>(
        steps_of(parts_), cluster_->scheduler(), ground.directories, limits_of(ground.config.cluster),
        [&log = ground.log](std::string const& message) { log.error(message); });
}

std::map<std::string, jobs::Lane> AnalysisService::lanes(jobs::Lane common) {
  std::map<std::string, jobs::Lane> lanes;
  common.executor = &executor_;
  lanes[""] = common;
  if (!cluster_) return lanes;
  for (std::string const& type : config_.cluster.local_types) lanes[engine::lower(type)] = common;
  lanes[""].executor = cluster_executor_.get();
  return lanes;
}

void AnalysisService::stop() {
  if (cluster_) cluster_->stop();
  executor_.stop();
  if (cluster_executor_) cluster_executor_->stop();
}

std::vector<std::pair<std::string, jobs::BatchExecutor*>> AnalysisService::executors() {
  std::vector<std::pair<std::string, jobs::BatchExecutor*>> all{{"jobs on this machine", &executor_}};
  if (cluster_executor_) all.emplace_back("jobs on the cluster", cluster_executor_.get());
  return all;
}

void AnalysisService::poke(jobs::JobId const& id) {
  if (cluster_executor_) cluster_executor_->poke(id);
}

std::vector<OtherList> AnalysisService::lists(std::string const& base) const {
  std::vector<OtherList> lists;
  for (auto const& type : types_.all())
    if (type->state == jobs::TypeState::valid)
      lists.push_back({base + "/" + type->name, type->title.empty() ? type->name : type->title});
  return lists;
}

}  // namespace uws
