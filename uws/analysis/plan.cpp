#include "uws/analysis/plan.hpp"

#include <algorithm>
#include <system_error>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "jobs/process.hpp"
#include "uws/analysis/work_command.hpp"

namespace uws {
namespace {

/// Cautious rates of one process on plain files, where the engine itself is not asked.
constexpr double start_s = 0.5, events_per_s = 2e6, bytes_per_s = 5e7;

Plan expected(catalog::InputSet const& set) {
  double const work =
      static_cast<double>(set.events()) / events_per_s + static_cast<double>(set.bytes()) / bytes_per_s;
  return {.mistakes = {}, .seconds = start_s + work, .events = set.events(), .cpu_seconds = work};
}

/// "distill: EMIN: ..." -> "EMIN: ...", without lines that point to a help nobody here can read, and without
/// folders of this machine.
std::vector<std::string> complaints(std::string const& errors, std::string const& folder) {
  std::vector<std::string> found;
  for (std::string line : engine::split(errors, '\n')) {
    if (line.empty() || line.starts_with('{') || line.starts_with("see:")) continue;
    if (line.starts_with("distill: ")) line.erase(0, 9);
    for (auto place = line.find(folder); place != std::string::npos; place = line.find(folder, place))
      line.erase(place, folder.size());
    found.push_back(line);
  }
  if (found.empty()) found.emplace_back("the engine refuses the parameters and does not say why");
  return found;
}

}  // namespace

Plan plan_of(AnalysisParts const& parts, jobs::JobType const& type, jobs::Job const& job,
             Examined const& examined, PlanEffort effort) {
  auto const& set = examined.inputs.set;
  auto const& worker = jobs::worker_of(type);
  if (!worker.command.reports || jobs::find_parameter(worker, "dry-run") == nullptr)
    return Plan{.seconds = static_cast<double>(type.resources.time.count())};
  if (set.runs.size() > effort.runs) return expected(set);
  JobPlaces const places = places_of(parts, job, parts.directories.of(job) / "plan");
  auto const words = work_command(parts, type, examined, places, shares_of(parts, type, set.events()), {});
  jobs::ProcessOrder order;
  order.argv = words;
  order.argv.insert(order.argv.end(), {"dry-run=yes", "--json"});
  order.directory = places.job;
  order.time = effort.time;
  order.memory_bytes = parts.limits.memory_bytes + (std::uint64_t{4} << 30);  // of addresses, not of pages
  auto const result = jobs::run_process(order);
  using End = jobs::ProcessResult::End;
  if (result.end == End::timed_out) return expected(set);
  auto const exit_status = [](engine::Fault fault) { return engine::row_of(fault).exit_status; };
  if (result.end == End::exited && result.status == 0)
    if (auto plan = read_plan(result.output)) return std::move(*plan);
  if (result.end == End::exited && (result.status == exit_status(engine::Fault::bad_request) ||
                                    result.status == exit_status(engine::Fault::bad_data)))
    return Plan{.mistakes = complaints(result.errors, places.job.string() + "/")};
  // A fault of ours: the job itself will say more.
  return expected(set);
}

}  // namespace uws
