#include "jobs/work/parts.hpp"

#include <algorithm>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/durable.hpp"
#include "jobs/work/work_files.hpp"

namespace jobs {
namespace {

namespace fs = std::filesystem;
using End = WorkOutcome::End;

/// A half-written status, or one on a file system that stumbles, is no news.
double fraction_of(fs::path const& part) {
  try {
    auto const info = read_status(part);
    return info ? info->fraction.value_or(0.0) : 0.0;
  } catch (engine::Failure const&) {
    return 0.0;
  }
}

void add_new(std::vector<std::string>& all, std::vector<std::string> const& more) {
  for (auto const& one : more)
    if (std::ranges::find(all, one) == all.end()) all.push_back(one);
}

void add_new(std::vector<FileSum>& all, std::vector<FileSum> const& more) {
  for (auto const& one : more) {
    auto const same = std::ranges::find(all, one.path, &FileSum::path);
    if (same == all.end())
      all.push_back(one);
    else if (same->sha256.empty())
      *same = one;
  }
}

void empty_directory(fs::path const& folder) {
  std::error_code none;
  if (!fs::is_directory(folder, none)) return;
  for (auto const& entry : fs::directory_iterator(folder)) fs::remove_all(entry.path());
}

bool lies_below(fs::path const& path, fs::path const& folder) {
  auto const relative = path.lexically_relative(folder);
  return !relative.empty() && relative != "." && *relative.begin() != "..";
}

WorkOutcome of_part(WorkOutcome outcome, int number, WorkOrder const& parent) {
  std::string const where = "part " + std::to_string(number) + " of " + std::to_string(parent.parts);
  outcome.reason = where + (outcome.reason.empty() ? "" : ": " + outcome.reason);
  if (!outcome.error_message.empty()) outcome.error_message += " (" + where + ")";
  outcome.run = parent.run;
  return outcome;
}

}  // namespace

fs::path part_folder(fs::path const& work, int number) { return work / ("part-" + std::to_string(number)); }

std::optional<int> part_number(fs::path const& folder) {
  std::string const name = folder.filename().string();
  if (!name.starts_with("part-")) return std::nullopt;
  auto const number = engine::whole_number(name.substr(5));
  std::error_code none;
  bool const above = fs::exists(folder.parent_path() / order_name, none);
  if (!number || *number < 1 || *number > 1'000'000 || !above) return std::nullopt;
  return static_cast<int>(*number);
}

void write_parts(fs::path const& work, WorkOrder const& parent, std::vector<WorkOrder> parts) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    WorkOrder& part = parts[i];
    auto const folder = part_folder(work, static_cast<int>(i) + 1);
    if (part.directory.empty()) part.directory = folder / "results";
    part.directory = fs::absolute(part.directory);
    part.type = parent.type, part.owner = parent.owner, part.role = parent.role;
    part.parts = 1;
    engine::make_folders(folder.string());
    engine::make_folders(part.directory.string());
    write_order(folder, part);
  }
  WorkOrder all = parent;
  all.parts = static_cast<int>(parts.size());
  stamp_parts(work, all);
}

void stamp_parts(fs::path const& work, WorkOrder const& parent) {
  for (int i = 1; parent.parts > 1 && i <= parent.parts; ++i) {
    auto const folder = part_folder(work, i);
    WorkOrder part = read_order(folder);
    part.id = parent.id, part.attempt = parent.attempt, part.run = parent.run;
    part.notify = parent.notify, part.resumes = parent.resumes;
    part.time = parent.time, part.used = parent.used;
    write_order(folder, part);
  }
}

void clear_parts(fs::path const& work, WorkOrder const& parent) {
  for (int i = 1; parent.parts > 1 && i <= parent.parts; ++i) {
    auto const folder = part_folder(work, i);
    WorkOrder const part = read_order(folder);
    auto const outcome = read_outcome(folder, part.attempt);
    if (outcome && went_well(*outcome, part)) continue;
    fs::remove(folder / outcome_name);
    fs::remove(folder / status_name);
    if (!parent.resumes && lies_below(part.directory, folder)) empty_directory(part.directory);
  }
}

std::vector<std::optional<WorkOutcome>> parts_outcomes(fs::path const& work, WorkOrder const& parent) {
  std::vector<std::optional<WorkOutcome>> found;
  for (int i = 1; i <= parent.parts; ++i) found.push_back(read_outcome(part_folder(work, i), parent.attempt));
  return found;
}

bool all_ended(fs::path const& work, WorkOrder const& parent) {
  return std::ranges::all_of(parts_outcomes(work, parent), [](auto const& part) { return part.has_value(); });
}

std::optional<JobInfo> parts_status(fs::path const& work, WorkOrder const& parent) {
  double sum = 0;
  int done = 0;
  for (int i = 1; i <= parent.parts; ++i) {
    std::error_code none;
    bool const ended = fs::exists(part_folder(work, i) / outcome_name, none);
    done += ended ? 1 : 0;
    sum += ended ? 1.0 : fraction_of(part_folder(work, i));
  }
  if (sum <= 0) return std::nullopt;
  return JobInfo{std::to_string(done) + " of " + std::to_string(parent.parts) + " parts done",
                 sum / static_cast<double>(parent.parts)};
}

void add_parts(WorkOutcome& outcome, std::vector<std::optional<WorkOutcome>> const& parts) {
  for (auto const& part : parts) {
    if (!part) continue;
    bool const ran = part->started != Instant{};
    if (ran && (outcome.started == Instant{} || part->started < outcome.started))
      outcome.started = part->started;
    outcome.ended = std::max(outcome.ended, part->ended);
    outcome.cpu_seconds += part->cpu_seconds;
    outcome.max_rss_bytes = std::max(outcome.max_rss_bytes, part->max_rss_bytes);
    outcome.bytes_read += part->bytes_read;
    outcome.bytes_written += part->bytes_written;
    outcome.all_seen = outcome.all_seen && part->all_seen;
    outcome.processes = std::max(outcome.processes, part->processes);
    outcome.threads = std::max(outcome.threads, part->threads);
    add_new(outcome.hosts, part->hosts);
    add_new(outcome.inputs, part->inputs);
    if (outcome.end == End::exited && outcome.status == 0 && part->end == End::exited)
      outcome.status = part->status;
  }
  outcome.facts.emplace_back("parts", std::to_string(parts.size()));
}

std::optional<WorkOutcome> parts_failure(fs::path const& work, WorkOrder const& parent) {
  auto const outcomes = parts_outcomes(work, parent);
  int interrupted = 0;
  bool all = true;
  for (int i = 1; i <= parent.parts; ++i) {
    auto const& outcome = outcomes[static_cast<std::size_t>(i) - 1];
    all = all && outcome;
    if (!outcome || went_well(*outcome, read_order(part_folder(work, i)))) continue;
    if (outcome->end != End::interrupted) return of_part(*outcome, i, parent);
    interrupted = i;
  }
  if (!all || interrupted == 0) return std::nullopt;
  return of_part(*outcomes[static_cast<std::size_t>(interrupted) - 1], interrupted, parent);
}

}  // namespace jobs
