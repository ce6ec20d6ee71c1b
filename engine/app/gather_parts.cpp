#include "engine/app/gather_parts.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "engine/app/utc_clock.hpp"
#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/activity_json.hpp"

namespace engine {

namespace {

/// Run concerns that a part has of its own, or that gathering says again.
bool is_of_the_part(std::string const& name) {
  static std::set<std::string> const own{"part", "out", "clobber", "activity"};
  return own.contains(name);
}

ParameterValues values_of(PartNote const& note) {
  Command const* const command = find_command(note.command);
  EXPECTS(command != nullptr);
  ParameterValues values(*command);
  for (ConfiguredParameter const& p : note.parameters)
    for (std::string const& value : p.values)
      if (!is_of_the_part(p.name)) EXPECTS(!values.set(p.name, value, p.source));
  return values;
}

[[noreturn]] void refuse(std::string const& message) { throw Failure(Fault::bad_request, message); }

/// In the order of parts; all there, none twice.
void sort_parts(JobParts& parts) {
  std::map<int, std::size_t> by_number;
  int const count = parts.first().part.count;
  for (std::size_t i = 0; i < parts.notes.size(); ++i) {
    Part const& part = parts.notes[i].part;
    if (part.count != count)
      refuse("parts of different jobs: " + parts.folders[0] + " is " + text_of(parts.first().part) + ", " +
             parts.folders[i] + " is " + text_of(part) + " - name the parts of one job");
    if (auto const [other, is_new] = by_number.try_emplace(part.number, i); !is_new)
      refuse("part " + text_of(part) + " is named twice: " + parts.folders[other->second] + " and " +
             parts.folders[i] + " - name each part once");
  }
  for (int number = 1; number <= count; ++number)
    if (!by_number.contains(number))
      refuse("part " + text_of({number, count}) + " is missing - name the folders of all " +
             std::to_string(count) + " parts; if it failed, run it again");
  JobParts sorted;
  for (auto const& [number, i] : by_number) {
    sorted.folders.push_back(std::move(parts.folders[i]));
    sorted.notes.push_back(std::move(parts.notes[i]));
  }
  parts = std::move(sorted);
}

void refuse_other_requests(JobParts const& parts) {
  ParameterValues const first = values_of(parts.first());
  for (std::size_t i = 1; i < parts.notes.size(); ++i) {
    PartNote const& note = parts.notes[i];
    auto const differ = [&](std::string const& in_what) {
      refuse("parts of different jobs: " + parts.folders[0] + " and " + parts.folders[i] + " differ in " +
             in_what + " - name the parts of one job");
    };
    if (note.command != parts.first().command) differ("their command");
    ParameterValues const other = values_of(note);
    for (Parameter const& p : first.command().parameters) {
      bool const matters = p.concern == Concern::science || p.name == "prefix";
      if (matters && first.text(p.name) != other.text(p.name)) differ(p.name);
    }
    if (note.runs != parts.first().runs || note.runs_sum != parts.first().runs_sum)
      differ("the runs they chose from");
  }
}

/// Every run stands in exactly one part, which tells what became of it.
void refuse_gaps(JobParts const& parts) {
  std::vector<int> seen(parts.first().runs, 0);
  for (std::size_t i = 0; i < parts.notes.size(); ++i) {
    PartNote const& note = parts.notes[i];
    for (std::size_t const run : note.share) {
      bool const told = note.inputs.contains(run) || note.skipped.contains(run) || note.events.contains(run);
      if (run >= seen.size() || !told || ++seen[run] > 1)
        throw Failure(Fault::bad_data,
                      "part " + text_of(note.part) + " does not fit the others: " + parts.folders[i] +
                          " (run " + std::to_string(run) +
                          " of the job is in it twice or without a result) - run the job again");
    }
  }
  if (auto const gap = std::find(seen.begin(), seen.end(), 0); gap != seen.end())
    throw Failure(Fault::bad_data, "no part has run " + std::to_string(gap - seen.begin()) +
                                       " of the job - did the data change meanwhile? run the job again");
}

}  // namespace

JobParts read_parts(std::vector<std::string> const& folders) {
  JobParts parts;
  for (std::string folder : folders) {
    while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
    parts.notes.push_back(read_part_note(folder));
    parts.folders.push_back(std::move(folder));
  }
  EXPECTS(!parts.notes.empty());
  sort_parts(parts);
  refuse_other_requests(parts);
  refuse_gaps(parts);
  return parts;
}

ParameterValues values_of_job(JobParts const& parts, ParameterValues const& gather) {
  ParameterValues job = values_of(parts.first());
  for (char const* name : {"out", "clobber"})
    if (find_parameter(job.command(), name) != nullptr &&
        (gather.is_given(name) || std::string_view(name) == "out"))
      EXPECTS(!job.set(name, gather.text(name), Source::user));
  std::string activity = gather.text("activity");
  for (ConfiguredParameter const& p : parts.first().parameters)
    if (p.name == "activity" && activity.empty()) activity = p.values.front();
  if (!activity.empty()) EXPECTS(!job.set("activity", activity, Source::user));
  return job;
}

std::shared_ptr<JobFacts const> facts_of_parts(JobParts const& parts, ParameterValues const& job) {
  auto facts = std::make_shared<JobFacts>();
  if (job.is_given("activity")) {
    facts->activity = read_activity(job.text("activity"));
    facts->created = utc_now();
  }
  facts->documents = parts.first().documents;
  for (PartNote const& note : parts.notes) facts->files.insert(note.files.begin(), note.files.end());
  return facts;
}

std::vector<std::string> warnings_of(JobParts const& parts) {
  std::vector<std::string> all;
  for (PartNote const& note : parts.notes)
    for (std::string const& warning : note.warnings)
      if (std::find(all.begin(), all.end(), warning) == all.end()) all.push_back(warning);
  return all;
}

RunConditions conditions_of(JobParts const& parts, RunConditions own) {
  RunConditions all = own;
  all.ranks = 0;
  all.by_rank.clear();
  all.hosts.clear();
  double const ended_s = utc_seconds(utc_now()).value_or(0);
  for (PartNote const& note : parts.notes) {
    RunConditions const& part = note.conditions;
    all.started = std::min(all.started, part.started);
    all.ranks += part.ranks;
    all.threads = std::max(all.threads, part.threads);
    all.cpu_s += part.cpu_s;
    all.max_rss_bytes = std::max(all.max_rss_bytes, part.max_rss_bytes);
    all.bytes_read += part.bytes_read;
    if (all.mpi.empty()) all.mpi = part.mpi;
    for (std::string const& host : part.hosts)
      if (std::find(all.hosts.begin(), all.hosts.end(), host) == all.hosts.end()) all.hosts.push_back(host);
    for (RankUsage const& rank : part.by_rank) {
      all.by_rank.push_back(rank);
      all.by_rank.back().rank = static_cast<int>(all.by_rank.size()) - 1;
    }
    all.parts.push_back({note.part.number, part.wall_time_s, part.ranks, part.threads, part.started,
                         part.ended, part.hosts, part.cpu_s, part.max_rss_bytes, part.bytes_read});
  }
  all.cpu_model = parts.first().conditions.cpu_model;
  all.wall_time_s = std::max(own.wall_time_s, ended_s - utc_seconds(all.started).value_or(ended_s));
  return all;
}

}  // namespace engine
