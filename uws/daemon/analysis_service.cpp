#include "uws/daemon/analysis_service.hpp"

#include <algorithm>
#include <thread>

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

AnalysisParts parts_of(AnalysisGround const& ground, jobs::JobTypes const& types) {
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
  return parts;
}

/// What the operator says about programs on this machine, whatever they are.
jobs::WorkOrder on_this_machine(jobs::WorkOrder order, JobsConfig const& jobs) {
  order.disk_bytes = jobs.disk.count;
  order.tasks = static_cast<int>(std::min<std::uint64_t>(jobs.processes, 1'000'000));
  order.niceness = static_cast<int>(std::min<std::uint64_t>(jobs.niceness, 19));
  order.launcher = jobs.launcher;
  order.user = jobs.user;
  order.cgroup = jobs.cgroup;
  return order;
}

jobs::BatchSteps steps_of(AnalysisParts const& parts, JobsConfig const& jobs) {
  return {[&parts, &jobs](jobs::Claim const& claim, fs::path const& work) {
            return on_this_machine(prepare_work(parts, claim, work), jobs);
          },
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

}  // namespace

AnalysisService::AnalysisService(AnalysisGround const& ground)
    : types_(sources_of(ground)),
      parts_(parts_of(ground, types_)),
      scheduler_(),  // ourselves, whatever lies under our name by then
      executor_(steps_of(parts_, ground.config.jobs), scheduler_, ground.directories,
                limits_of(ground.config.jobs),
                [&log = ground.log](std::string const& message) { log.error(message); }) {}

std::vector<OtherList> AnalysisService::lists(std::string const& base) const {
  std::vector<OtherList> lists;
  for (auto const& type : types_.all())
    if (type->state == jobs::TypeState::valid)
      lists.push_back({base + "/" + type->name, type->title.empty() ? type->name : type->title});
  return lists;
}

}  // namespace uws
