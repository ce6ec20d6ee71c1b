#include "uws/analysis/work_command.hpp"

#include <algorithm>

#include "catalog/inputs/write_index.hpp"
#include "jobs/types/command.hpp"

namespace uws {
namespace {

/// Below so many events of each, another process costs more than it brings.
constexpr std::int64_t events_per_process = 20'000'000;

/// Settings that the type knows and clients may not give; others are no business of this program.
std::vector<std::pair<std::string, std::string>> known_settings(
    jobs::JobType const& type, std::vector<std::pair<std::string, std::string>> settings) {
  std::erase_if(settings, [&](auto const& setting) {
    auto const* const parameter = jobs::find_parameter(type, setting.first);
    return parameter == nullptr || parameter->science;
  });
  return settings;
}

}  // namespace

JobPlaces places_of(AnalysisParts const& parts, jobs::Job const& job, std::filesystem::path const& output) {
  auto const folder = std::filesystem::absolute(parts.directories.of(job));
  return {folder, folder / "inputs", folder / "work", std::filesystem::absolute(output), parts.engine};
}

Shares shares_of(AnalysisParts const& parts, jobs::JobType const& type, std::int64_t events) {
  Shares shares{1, std::max(1, parts.limits.threads)};
  jobs::JobType const& worker = jobs::worker_of(type);
  if (worker.command.mpi)
    shares.processes =
        static_cast<int>(std::clamp<std::int64_t>(events / events_per_process, 1, parts.limits.ranks));
  if (!worker.command.reports)
    shares.threads = std::max(1, std::min(shares.threads, worker.resources.threads));
  return shares;
}

std::vector<std::string> work_command(AnalysisParts const& parts, jobs::JobType const& type,
                                      Examined const& examined, JobPlaces const& places, Shares shares,
                                      std::vector<std::pair<std::string, std::string>> settings) {
  jobs::JobType const& worker = jobs::worker_of(type);
  jobs::Places where;
  where.inputs = places.inputs;
  where.output = places.output;
  where.job = places.job;
  if (!places.engine.empty()) where.engine = places.engine.string();
  where.processes = shares.processes;
  where.threads = shares.threads;
  for (auto const& word :
       catalog::write_input_folder(places.inputs, examined.inputs.set, examined.inputs.selection))
    where.files[jobs::name_for_worker(type, word.parameter)].emplace_back(word.value);
  settings.insert(settings.end(), {{"out", "."},
                                   {"clobber", "yes"},
                                   {"progress", "json"},
                                   {"files", places.job.string()},
                                   {"nthreads", std::to_string(shares.threads)}});
  where.settings = known_settings(worker, std::move(settings));
  auto work = examined.checked.work;
  // The input folder holds exactly these runs, under numbers of its own where their ids are no numbers.
  if (works_on_runs(type))
    std::erase_if(work, [](auto const& parameter) { return parameter.name == run_ids_parameter; });
  auto words = jobs::command_line(worker, work, where);
  // The engine's own types say "distill"; which of them is the service's setting.
  bool const ours = !words.empty() && (words.front() == "distill" || words.front() == parts.engine.string());
  if (ours && !places.engine.empty()) words.front() = places.engine.string();
  return words;
}

}  // namespace uws
