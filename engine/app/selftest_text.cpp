#include <algorithm>

#include <fmt/format.h>

#include "engine/app/selftest_report.hpp"

namespace engine {

namespace {

constexpr std::size_t ranks_shown = 64;

double mb(std::uint64_t bytes) { return static_cast<double>(bytes) / 1e6; }

std::string gigabytes(std::uint64_t bytes) {
  return fmt::format("{:.1f} GB", static_cast<double>(bytes) / 1e9);
}

std::string rate(std::uint64_t bytes, double seconds) {
  return seconds > 0 ? fmt::format("{:.0f} MB/s", mb(bytes) / seconds) : "-";
}

std::size_t widest_host(SelftestReport const& report) {
  std::size_t width = 4;
  for (RankFacts const& rank : report.ranks) width = std::max(width, rank.host.size());
  return width;
}

void add_ranks(std::string& out, SelftestReport const& report) {
  std::size_t const width = widest_host(report);
  out += fmt::format("{:>5}  {:<{}} {:>8}  {:<16} {:>7}  {:<6} {}\n", "rank", "host", width, "pid",
                     "processors", "threads", "bound", "memory");
  for (std::size_t i = 0; i < std::min(report.ranks.size(), ranks_shown); ++i) {
    RankFacts const& r = report.ranks[i];
    out += fmt::format("{:>5}  {:<{}} {:>8}  {:<16} {:>7}  {:<6} {} ({})\n", r.rank, r.host, width, r.pid,
                       list_text(r.processors), r.threads, r.threads_bound ? "yes" : "no",
                       gigabytes(r.memory_bytes), r.memory_set_by);
  }
  if (report.ranks.size() > ranks_shown)
    out += fmt::format("  ... and {} more ranks; the report has all of them\n",
                       report.ranks.size() - ranks_shown);
}

void add_links(std::string& out, SelftestReport const& report) {
  out += fmt::format("sum over ranks: {}, {:.0f} MB in {:.3f} s\n",
                     report.collectives.wrong.empty() ? "right to the last bit" : "WRONG",
                     mb(report.collectives.bytes), report.collectives.sum_s);
  for (LinkFacts const& link : report.links)
    out += fmt::format("rank {} to {} ({}): {:.1f} us{}\n", link.from, link.to,
                       link.same_host ? "same host" : "another host", link.latency_s * 1e6,
                       link.bytes_per_s > 0 ? fmt::format(", {:.0f} MB/s", link.bytes_per_s / 1e6) : "");
  for (ClockFacts const& clock : report.clocks)
    if (clock.host != report.ranks.front().host)
      out += fmt::format("clock of {}: {:+.6f} s (+- {:.6f})\n", clock.host, clock.offset.ahead_s,
                         clock.offset.uncertainty_s);
}

void add_folders(std::string& out, SelftestReport const& report) {
  double latest = 0;
  for (SeenFile const& seen : report.shared)
    latest = std::max({latest, seen.root_file_s.value_or(0), seen.own_file_s.value_or(0)});
  bool const shared = std::all_of(report.shared.begin(), report.shared.end(),
                                  [](SeenFile const& seen) { return seen.root_file_s && seen.own_file_s; });
  out += shared ? fmt::format("output folder: shared, files are seen within {:.3f} s\n", latest)
                : "output folder: NOT shared\n";
  for (FolderSpeed const& f : report.folders) {
    out += fmt::format("{} folder of {}: {} free", f.folder, f.host, gigabytes(f.free_bytes));
    out += !f.trouble.empty() ? ", " + f.trouble
           : f.bytes == 0     ? ""
                              : fmt::format(", write {}, write to disk {}, read {}", rate(f.bytes, f.write_s),
                                            rate(f.bytes, f.sync_s), rate(f.bytes, f.read_s));
    out += "\n";
  }
  for (InputSpeed const& input : report.inputs)
    out += input.trouble.empty()
               ? fmt::format("input data of {}: {} runs, {:.1f} MB read at {}\n", input.host, input.files,
                             mb(input.bytes), rate(input.bytes, input.read_s))
               : fmt::format("input data of {}: {}\n", input.host, input.trouble);
}

}  // namespace

std::string short_name(std::string const& mpi) { return mpi.substr(0, mpi.find(',')); }

std::vector<std::string> hosts_of(std::vector<RankFacts> const& ranks) {
  std::vector<std::string> hosts;
  for (RankFacts const& rank : ranks)
    if (std::find(hosts.begin(), hosts.end(), rank.host) == hosts.end()) hosts.push_back(rank.host);
  return hosts;
}

std::vector<int> leaders_of(std::vector<RankFacts> const& ranks) {
  std::vector<int> leaders;
  for (std::string const& host : hosts_of(ranks))
    leaders.push_back(std::find_if(ranks.begin(), ranks.end(), [&](RankFacts const& rank) {
                        return rank.host == host;
                      })->rank);
  return leaders;
}

std::string list_text(std::vector<int> const& numbers) {
  std::string out;
  for (std::size_t first = 0; first < numbers.size();) {
    std::size_t last = first;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    out += (out.empty() ? "" : ",") + std::to_string(numbers[first]);
    if (last > first) out += "-" + std::to_string(numbers[last]);
    first = last + 1;
  }
  return out;
}

std::string selftest_text(SelftestReport const& report) {
  std::size_t const hosts = hosts_of(report.ranks).size();
  RankFacts const& first = report.ranks.front();
  std::string out = fmt::format("{} rank{} on {} host{}; {}; {}\n", report.ranks.size(),
                                report.ranks.size() == 1 ? "" : "s", hosts, hosts == 1 ? "" : "s",
                                first.program, short_name(first.mpi));
  add_ranks(out, report);
  add_links(out, report);
  add_folders(out, report);
  for (std::string const& warning : report.warnings) out += "warning: " + warning + "\n";
  for (std::string const& refusal : report.refusals) out += "REFUSED: " + refusal + "\n";
  if (report.refusals.empty())
    out += report.warnings.empty() ? "nothing is wrong\n" : "nothing is wrong that would stop a job\n";
  return out;
}

}  // namespace engine
