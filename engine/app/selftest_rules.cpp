#include "engine/app/selftest_rules.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "engine/base/text.hpp"

namespace engine {

namespace {

constexpr double most_skew_s = 1;
constexpr double slow_to_see_s = 1;
constexpr std::size_t names_shown = 8;

struct Judge {
  SelftestReport& report;
  std::map<std::string, std::vector<RankFacts const*>> by_host{};

  void refuse(std::string text) { report.refusals.push_back(std::move(text)); }
  void warn(std::string text) { report.warnings.push_back(std::move(text)); }
};

std::string counted(std::size_t n, std::string const& what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

std::string some_of(std::vector<std::string> names) {
  std::size_t const all = names.size();
  if (all > names_shown) names.resize(names_shown);
  return joined(names, ", ") + (all > names_shown ? fmt::format(" and {} more", all - names_shown) : "");
}

void judge_numbers(Judge& j) {
  int const found = static_cast<int>(j.report.ranks.size()), hosts = static_cast<int>(j.by_host.size());
  ExpectedRanks const& expected = j.report.expected;
  if (expected.ranks > 0 && found != expected.ranks)
    j.refuse(
        fmt::format("{} found, {} expected: start all of them with one srun --mpi=pmix or mpirun of the "
                    "MPI that distill was built with ({})",
                    counted(static_cast<std::size_t>(found), "rank"), expected.ranks,
                    short_name(j.report.ranks.front().mpi)));
  int const nodes = std::min(expected.nodes, std::max(found, 1));
  if (nodes > 0 && hosts != nodes) {
    std::string const what =
        fmt::format("the ranks are on {} ({}), {} expected: ", counted(j.by_host.size(), "host"),
                    some_of(hosts_of(j.report.ranks)), nodes);
    bool const whole_batch = expected.ranks > 0 && found >= expected.ranks;
    if (j.report.expected.nodes_asked || (hosts < nodes && whole_batch))
      j.refuse(what + "does mpirun know of the batch system? use srun, or mpirun --map-by node");
    else
      j.warn(what + "is that meant?");
  }
  std::size_t fewest = j.report.ranks.size(), most = 0;
  for (auto const& [host, ranks] : j.by_host) {
    fewest = std::min(fewest, ranks.size());
    most = std::max(most, ranks.size());
  }
  if (most > fewest + 1)
    j.warn(
        fmt::format("between {} and {} ranks on a host: the others will wait for the fullest", fewest, most));
}

/// Hosts by what they say; more than one group is a mixture.
template <class Say>
std::map<std::string, std::set<std::string>> groups(SelftestReport const& report, Say say) {
  std::map<std::string, std::set<std::string>> out;
  for (RankFacts const& rank : report.ranks) out[say(rank)].insert(rank.host);
  return out;
}

std::string listed(std::map<std::string, std::set<std::string>> const& groups) {
  std::vector<std::string> parts;
  for (auto const& [what, hosts] : groups)
    parts.push_back(some_of({hosts.begin(), hosts.end()}) + ": " + what);
  return joined(parts, "; ");
}

void judge_programs(Judge& j) {
  auto const programs = groups(j.report, [](RankFacts const& rank) {
    return rank.program + ", SHA-256 " + rank.program_sha256.substr(0, 12);
  });
  if (programs.size() > 1)
    j.refuse("different builds of distill run together (" + listed(programs) +
             "): install the same one on all hosts");
  auto const libraries = groups(j.report, [](RankFacts const& rank) { return rank.libraries; });
  if (libraries.size() > 1)
    j.refuse("the libraries of distill differ (" + listed(libraries) +
             "): install the same ones on all hosts");
  auto const processors = groups(j.report, [](RankFacts const& rank) {
    return rank.cpu_model + " (features " + rank.cpu_features.substr(0, 8) + ")";
  });
  if (processors.size() > 1)
    j.warn("hosts with different processors (" + listed(processors) +
           "): products are the same, but the slowest sets the pace");
}

/// Ranks bound to one and the same processor, where the host has more: is it so?
bool judge_same_processor(Judge& j, std::string const& host, std::vector<RankFacts const*> const& ranks) {
  std::map<int, std::vector<std::string>> alone_on;
  for (RankFacts const* rank : ranks)
    if (rank->processors.size() == 1 && rank->host_processors > 1)
      alone_on[rank->processors.front()].push_back(std::to_string(rank->rank));
  bool found = false;
  for (auto const& [processor, numbers] : alone_on) {
    if (numbers.size() < 2) continue;
    found = true;
    j.refuse(
        fmt::format("ranks {} on {} are all bound to processor {} of {}: use mpirun --bind-to none, or srun "
                    "--cpus-per-task with --cpu-bind=cores",
                    some_of(numbers), host, processor, ranks.front()->host_processors));
  }
  return found;
}

void judge_threads(Judge& j, std::string const& host, std::vector<RankFacts const*> const& ranks,
                   bool same_processor) {
  std::set<int> usable;
  int threads = 0;
  std::vector<std::string> squeezed, crowded;
  for (RankFacts const* rank : ranks) {
    usable.insert(rank->processors.begin(), rank->processors.end());
    threads += rank->threads;
    if (rank->threads <= static_cast<int>(rank->processors.size())) continue;
    bool const bound = rank->processors.size() == 1 && rank->host_processors > 1;
    (bound ? squeezed : crowded).push_back(std::to_string(rank->rank));
  }
  if (!squeezed.empty())
    j.refuse(
        fmt::format("rank {} on {} would run {} threads on a single processor: mpirun binds each rank to one "
                    "processor unless told --bind-to none; with srun use --cpus-per-task",
                    some_of(squeezed), host, ranks.front()->threads));
  if (!crowded.empty())
    j.warn(fmt::format("rank {} on {} would run more threads than the processors they may use",
                       some_of(crowded), host));
  int const processors = static_cast<int>(usable.size());
  if (threads > processors && squeezed.empty() && crowded.empty() && !same_processor)
    j.warn(fmt::format("{} of {} share {} on {}: use fewer ranks or threads",
                       counted(static_cast<std::size_t>(threads), "thread"), counted(ranks.size(), "rank"),
                       counted(usable.size(), "processor"), host));
  if (threads < processors / 2)
    j.warn(fmt::format("{} on {} would use {} of the {} processors that they may use",
                       counted(ranks.size(), "rank"), host, threads, processors));
}

void judge_clocks(Judge& j) {
  for (ClockFacts const& clock : j.report.clocks)
    if (std::abs(clock.offset.ahead_s) - clock.offset.uncertainty_s > most_skew_s)
      j.warn(fmt::format(
          "the clock of {} is {:.1f} s {} the first host's: times in records will contradict each "
          "other; let a time service set it",
          clock.host, std::abs(clock.offset.ahead_s), clock.offset.ahead_s > 0 ? "ahead of" : "behind"));
}

void judge_shared_folder(Judge& j) {
  std::set<std::string> blind, unseen, slow;
  std::string reason;
  for (SeenFile const& seen : j.report.shared) {
    if (!seen.root_file_s) blind.insert(seen.host);
    if (seen.root_file_s && !seen.own_file_s) unseen.insert(seen.host);
    if (reason.empty()) reason = seen.trouble;
    if (seen.root_file_s.value_or(0) > slow_to_see_s || seen.own_file_s.value_or(0) > slow_to_see_s)
      slow.insert(seen.host);
  }
  std::string const why = reason.empty() ? "" : " (" + reason + ")";
  if (!blind.empty())
    j.refuse("the output folder is not shared: " + some_of({blind.begin(), blind.end()}) +
             " cannot see what the first rank writes there" + why +
             ": choose one on a file system that all hosts have, or let the files be staged");
  if (!unseen.empty())
    j.refuse("the output folder is not shared both ways: what " + some_of({unseen.begin(), unseen.end()}) +
             " write there is not seen by the first rank" + why + ": may all hosts write there?");
  if (!slow.empty() && blind.empty() && unseen.empty())
    j.warn("files appear late on the other hosts (" + some_of({slow.begin(), slow.end()}) +
           "): the file system keeps names for seconds");
}

void judge_folders(Judge& j) {
  std::set<std::string> blind;  // told already
  for (SeenFile const& seen : j.report.shared)
    if (!seen.root_file_s) blind.insert(seen.host);
  for (FolderSpeed const& speed : j.report.folders) {
    if (speed.trouble.empty() || (speed.folder == "output" && blind.contains(speed.host))) continue;
    std::string const text =
        "the " + speed.folder + " folder cannot be used on " + speed.host + ": " + speed.trouble;
    if (speed.folder == "output")
      j.refuse(text);
    else
      j.warn(text + " (TMPDIR; large compressed files are inflated there)");
  }
  std::map<std::string, std::set<std::string>> contents;
  for (InputSpeed const& input : j.report.inputs) {
    if (!input.trouble.empty())
      j.refuse("the input data cannot be read on " + input.host + ": " + input.trouble);
    else
      contents[fmt::format("{} files ({})", input.files, input.names_sum.substr(0, 8))].insert(input.host);
  }
  if (contents.size() > 1)
    j.refuse("hosts see different input data (" + listed(contents) + "): share one copy of them");
}

}  // namespace

void judge(SelftestReport& report) {
  Judge j{report};
  for (RankFacts const& rank : report.ranks) j.by_host[rank.host].push_back(&rank);
  judge_numbers(j);
  judge_programs(j);
  for (auto const& [host, ranks] : j.by_host) {
    bool const same_processor = judge_same_processor(j, host, ranks);
    judge_threads(j, host, ranks, same_processor);
  }
  if (!report.collectives.wrong.empty())
    j.refuse("sums over ranks are wrong: " + report.collectives.wrong +
             ": the MPI library or the network is broken");
  judge_clocks(j);
  judge_shared_folder(j);
  judge_folders(j);
}

}  // namespace engine
