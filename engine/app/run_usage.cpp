#include "engine/app/run_usage.hpp"

#include <algorithm>
#include <array>
#include <fstream>

#include <sys/resource.h>
#include <unistd.h>

#include "engine/app/wire.hpp"
#include "engine/base/text.hpp"

namespace engine {

namespace {

/// The value behind "name:" or "name=" in a file of such lines.
std::string value_in(char const* file, std::string_view name, char separator) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    std::size_t const at = line.find(separator);
    if (at == line.npos || trimmed(std::string_view(line).substr(0, at)) != name) continue;
    std::string value(trimmed(std::string_view(line).substr(at + 1)));
    if (value.size() > 1 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    return value;
  }
  return "";
}

double seconds_of(timeval const& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

}  // namespace

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

RunUsage shared_usage(Communicator const& ranks) {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  WireWriter mine;
  mine.text(host_name());
  mine.real(seconds_of(used.ru_utime) + seconds_of(used.ru_stime));
  mine.number(used.ru_maxrss * 1024);
  mine.number(whole_number(value_in("/proc/self/io", "rchar", ':')).value_or(0));
  RunUsage all;
  for (std::string const& bytes : ranks.gather(mine.bytes())) {
    WireReader in(bytes);
    RankUsage rank{static_cast<int>(all.by_rank.size()), in.text(), 0, 0, 0};
    rank.cpu_s = in.real();
    rank.max_rss_bytes = static_cast<std::uint64_t>(in.number());
    rank.bytes_read = static_cast<std::uint64_t>(in.number());
    if (std::find(all.hosts.begin(), all.hosts.end(), rank.host) == all.hosts.end())
      all.hosts.push_back(rank.host);
    all.cpu_s += rank.cpu_s;
    all.max_rss_bytes = std::max(all.max_rss_bytes, rank.max_rss_bytes);
    all.bytes_read += rank.bytes_read;
    all.by_rank.push_back(std::move(rank));
  }
  return all;
}

std::string cpu_model() { return value_in("/proc/cpuinfo", "model name", ':'); }

std::string os_release() { return value_in("/etc/os-release", "PRETTY_NAME", '='); }

}  // namespace engine
