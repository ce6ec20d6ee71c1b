#include <set>
#include <system_error>

#include "uws/http/respond.hpp"
#include "uws/results/archive.hpp"

namespace uws {

namespace {

namespace fs = std::filesystem;

/// Each part of the path made safe; never empty, never leading out.
std::string safe_path(std::string const& path) {
  std::string safe;
  for (fs::path const& part : fs::path(path).relative_path()) {
    if (part == "." || part == "..") continue;
    safe += (safe.empty() ? "" : "/") + jobs::safe_name(part.string());
  }
  return safe.empty() ? "result" : safe;
}

/// "map.fits", then "map-2.fits": no member may hide another.
std::string unused(std::string const& name, std::set<std::string>& used) {
  std::string candidate = name;
  std::size_t const dot = name.find('.', name.rfind('/') + 1);
  for (int number = 2; !used.insert(candidate).second; ++number)
    candidate = name.substr(0, dot) + "-" + std::to_string(number) +
                (dot == std::string::npos ? "" : name.substr(dot));
  return candidate;
}

jobs::Instant changed(fs::path const& file) {
  std::error_code error;
  auto const time = fs::last_write_time(file, error);
  if (error) return {};
  auto const system = std::chrono::file_clock::to_sys(time);
  return std::chrono::floor<jobs::Instant::duration>(system);
}

}  // namespace

std::string archive_name(jobs::Job const& job) {
  return jobs::safe_name(job.list.empty() ? "job" : job.list) + "-" + job.id.substr(0, 8);
}

std::vector<ArchiveEntry> archive_entries(jobs::Job const& job, jobs::JobDirectories const& directories) {
  if (job.results.empty())
    throw http::Refusal(
        404, "job " + job.id + " has no results - it is " + std::string(jobs::uws_name(job.phase)));
  std::string const folder = archive_name(job) + "/";
  std::set<std::string> used{"SHA256SUMS", "LINKS.txt"};
  std::vector<ArchiveEntry> entries;
  std::string sums, links;
  for (jobs::ResultLink const& result : job.results) {
    if (result.path.empty()) {
      links += result.id + " " + result.href + "\n";
      continue;
    }
    fs::path const file = directories.result_file(job, result);
    std::error_code error;
    if (!fs::is_regular_file(file, error))
      throw http::Refusal(404, "a result of job " + job.id + " is gone: " + result.id +
                                   " - the job may be expiring; run it again");
    std::string const name = unused(safe_path(result.path), used);
    if (!result.sha256.empty()) sums += result.sha256 + "  " + name + "\n";
    entries.push_back({folder + name, file, {}, changed(file)});
  }
  jobs::Instant const ended = job.ended.value_or(job.created);
  if (!links.empty()) entries.push_back({folder + "LINKS.txt", {}, links, ended});
  if (!sums.empty()) entries.push_back({folder + "SHA256SUMS", {}, sums, ended});
  return entries;
}

}  // namespace uws
