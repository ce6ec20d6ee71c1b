#include "uws/analysis/finish.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "engine/base/failure.hpp"
#include "engine/base/media_type.hpp"
#include "engine/base/text.hpp"
#include "jobs/types/check.hpp"
#include "uws/analysis/redo.hpp"
#include "uws/analysis/report_file.hpp"

namespace uws {
namespace {

namespace fs = std::filesystem;
using End = jobs::WorkOutcome::End;

constexpr char const* log_result = "log.txt";

/// '*' stands for any text; nothing else is special.
bool fits(std::string_view name, std::string_view pattern) {
  auto const star = pattern.find('*');
  if (star == std::string_view::npos) return name == pattern;
  if (!name.starts_with(pattern.substr(0, star))) return false;
  name.remove_prefix(star);
  pattern.remove_prefix(star + 1);
  for (;; name.remove_prefix(1)) {
    if (fits(name, pattern)) return true;
    if (name.empty()) return false;
  }
}

std::string declared_type(jobs::JobType const& type, fs::path const& path) {
  for (auto const& output : jobs::worker_of(type).outputs)
    if (!output.content_type.empty() && fits(path.filename().string(), output.pattern))
      return output.content_type;
  return engine::media_type_of(path.string());
}

/// Every regular file below the folder. Links are left out: they could name anything on this machine.
std::vector<fs::path> files_below(fs::path const& folder) {
  std::vector<fs::path> files;
  for (auto const& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && !entry.is_symlink())
      files.push_back(entry.path().lexically_relative(folder));
  std::ranges::sort(files);
  return files;
}

std::string free_id(std::string const& wanted, std::set<std::string>& taken) {
  std::string id = jobs::safe_name(wanted);
  for (int n = 2; !taken.insert(id).second; ++n) id = jobs::safe_name(wanted) + "-" + std::to_string(n);
  return id;
}

std::vector<jobs::ResultLink> results_in(fs::path const& folder, jobs::JobType const* type,
                                         std::optional<EngineReport> const& report) {
  std::vector<jobs::ResultLink> results;
  std::set<std::string> taken;
  for (fs::path const& path : files_below(folder)) {
    std::string media = type != nullptr ? declared_type(*type, path) : engine::media_type_of(path.string());
    if (report)
      for (auto const& product : report->products)
        if (product.path == path.string() && !product.media_type.empty()) media = product.media_type;
    results.push_back(
        {.id = free_id(path.generic_string(), taken), .path = path.generic_string(), .mime_type = media});
  }
  return results;
}

void cut(std::string& text, std::string const& folder) {
  for (auto const& [from, to] : {std::pair(folder + "/", ""), std::pair(folder, ".")})
    for (auto place = text.find(from); place != std::string::npos; place = text.find(from, place))
      text.replace(place, from.size(), to);
}

/// Where a job's folder lies, on this machine and on a cluster.
std::vector<std::string> folders_of(AnalysisParts const& parts, fs::path const& job_folder) {
  fs::path const here = fs::absolute(job_folder).lexically_normal();
  std::vector<std::string> folders{here.string()};
  if (parts.cluster && parts.cluster->path_there)
    if (fs::path const there = parts.cluster->path_there(here); there != here)
      folders.push_back(there.string());
  return folders;
}

/// Reports are read by strangers: the job's folder is cut from them.
void cut_folders(AnalysisParts const& parts, fs::path const& results, fs::path const& job_folder) {
  auto const folders = folders_of(parts, job_folder);
  for (fs::path const& path : files_below(results)) {
    if (!path.filename().string().ends_with("_report.json")) continue;
    std::ifstream in(results / path);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    in.close();
    for (std::string const& folder : folders) cut(text, folder);
    std::ofstream out(results / path);
    out << text;
    if (!out.flush())
      throw engine::Failure(engine::Fault::missing_resource, "cannot write the report - is the disk full?");
  }
}

/// What the program said, as a result of its own.
void keep_log(fs::path const& work, fs::path const& results) {
  std::error_code ignored;
  if (fs::file_size(work / jobs::error_log, ignored) == 0 || ignored) return;
  fs::copy_file(work / jobs::error_log, results / log_result, fs::copy_options::skip_existing, ignored);
}

std::string sentence(jobs::WorkOutcome const& outcome, jobs::WorkOrder const& order) {
  if (!outcome.error_message.empty() && outcome.end == End::exited) return outcome.error_message;
  std::string const words = outcome.reason.empty() ? "" : ": " + outcome.reason;
  switch (outcome.end) {
    case End::exited:
      return outcome.reason.empty() ? "the program ended with status " + std::to_string(outcome.status)
                                    : outcome.reason;
    case End::killed: return "the program was killed by signal " + std::to_string(outcome.status) + words;
    case End::timed_out:
      return "the job was stopped: it ran longer than its execution duration (" +
             std::to_string((order.time + order.used).count()) + " s) - allow it more, or ask for less";
    case End::stopped: return "the job was stopped" + words;
    case End::out_of_memory:
      return "the job was stopped: it needs more than the " +
             (order.memory_bytes == 0 ? "memory"
                                      : std::to_string(order.memory_bytes >> 20) + " MiB of memory") +
             " it may have - ask for less at once (fewer or smaller maps)";
    case End::not_started: return "the program could not be started" + words;
    case End::interrupted:
      return "the job's time on the cluster ran out before it was done" + words +
             " - ask for less, or allow it more time";
    case End::lost: return "the job was lost" + words + " - run it again";
  }
  return {};
}

jobs::ErrorType type_of(jobs::WorkOutcome const& outcome) {
  if (outcome.end == End::lost || outcome.end == End::not_started || outcome.end == End::stopped)
    return jobs::ErrorType::transient;
  bool const passing = outcome.end == End::exited &&
                       (outcome.status == engine::row_of(engine::Fault::missing_resource).exit_status ||
                        outcome.status == engine::row_of(engine::Fault::interrupted).exit_status);
  return passing ? jobs::ErrorType::transient : jobs::ErrorType::fatal;
}

/// Only the log: half-written products are no results.
jobs::Outcome failed(AnalysisParts const& parts, jobs::Claim const& claim, jobs::WorkOrder const& order,
                     jobs::WorkOutcome const& outcome) {
  auto const work = parts.directories.of(claim.job) / "work";
  for (auto const& entry : fs::directory_iterator(claim.results)) fs::remove_all(entry.path());
  keep_log(work, claim.results);
  std::string message = sentence(outcome, order);
  for (auto const& folder : folders_of(parts, parts.directories.of(claim.job))) cut(message, folder);
  if (is_redo(claim.job)) message += changed_inputs_sentence(work);
  return jobs::Failed{{.message = message, .type = type_of(outcome)}, results_in(claim.results, nullptr, {})};
}

}  // namespace

jobs::Outcome finish_work(AnalysisParts const& parts, jobs::Claim const& claim, jobs::WorkOrder const& order,
                          jobs::WorkOutcome const& outcome) {
  if (!jobs::went_well(outcome, order)) return failed(parts, claim, order, outcome);
  auto const work = parts.directories.of(claim.job) / "work";
  cut_folders(parts, claim.results, parts.directories.of(claim.job));
  auto const report = find_report(claim.results);
  if (is_redo(claim.job)) write_redo_report(parts, claim, report, work);
  keep_log(work, claim.results);
  auto const type = parts.types.find(claim.job.list);
  return jobs::Completed{results_in(claim.results, type.get(), report)};
}

}  // namespace uws
