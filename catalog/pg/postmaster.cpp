#include "catalog/pg/postmaster.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include <unistd.h>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace catalog::pg {

namespace {

namespace fs = std::filesystem;
constexpr std::chrono::milliseconds tick{20};

std::string contents(fs::path const& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool exists(pid_t pid) { return kill(pid, 0) == 0 || errno == EPERM; }

/// The server goes into its data directory and was started with its name. The second can be read by
/// everybody; a process that has ended but was not waited for has neither.
bool works_on(pid_t pid, std::string const& data) {
  fs::path const proc = "/proc/" + std::to_string(pid);
  std::error_code error;
  fs::path const works_in = fs::read_symlink(proc / "cwd", error);
  if (!works_in.empty() && works_in == fs::weakly_canonical(data, error)) return true;
  std::vector<std::string> const words = engine::split(contents(proc / "cmdline"), '\0');
  for (std::size_t i = 1; i + 1 < words.size(); ++i)
    if (words[i] == "-D" && words[i + 1] == data) return true;
  return false;
}

bool others_work_on(std::string const& data) {
  std::error_code error;
  for (fs::directory_iterator it("/proc", error), end; !error && it != end; it.increment(error))
    if (auto const pid = engine::whole_number(it->path().filename().string());
        pid && works_on(static_cast<pid_t>(*pid), data))
      return true;
  return false;
}

std::string last_lines(fs::path const& path, std::size_t wanted) {
  std::string const text = contents(path);
  std::vector<std::string> lines;
  for (std::string& line :
       engine::split(text.substr(text.size() - std::min<std::size_t>(text.size(), 4096)), '\n'))
    if (!line.empty()) lines.push_back(std::move(line));
  if (lines.size() > wanted) lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(wanted));
  return engine::joined(lines, "; ");
}

}  // namespace

std::optional<PidFile> pid_file(std::string const& data) {
  std::vector<std::string> const lines = engine::split(contents(fs::path(data) / "postmaster.pid"), '\n');
  if (lines.empty()) return std::nullopt;
  auto const pid = engine::whole_number(lines.front());
  if (!pid || *pid <= 0 || *pid > 1'000'000'000) return std::nullopt;
  return PidFile{static_cast<pid_t>(*pid), lines.size() > 7 ? lines[7] : std::string{}};
}

pid_t running_postmaster(std::string const& data) {
  auto const file = pid_file(data);
  if (!file) return 0;
  return exists(file->pid) && works_on(file->pid, data) ? file->pid : 0;
}

void clear_stale_files(std::string const& data, std::string const& socket_directory) {
  fs::path const path = fs::path(data) / "postmaster.pid";
  if (!fs::exists(path)) return;
  for (auto waited = tick; others_work_on(data); waited += tick) {
    if (waited > std::chrono::seconds(10))
      throw engine::Failure(engine::Fault::missing_resource,
                            "cannot start PostgreSQL: processes of an earlier server still work in " + data +
                                " - end them, then try again");
    std::this_thread::sleep_for(tick);
  }
  std::error_code ignored;
  for (char const* const name : {".s.PGSQL.5432.lock", ".s.PGSQL.5432"})
    fs::remove(fs::path(socket_directory) / name, ignored);
  auto const file = pid_file(data);
  if (file && !exists(file->pid))
    return;  // PostgreSQL sees that itself, and looks at the shared memory besides
  fs::remove(path, ignored);
}

bool wait_until_gone(pid_t pid, std::string const& data, std::chrono::milliseconds patience) {
  for (std::chrono::milliseconds waited{0}; waited <= patience; waited += tick) {
    if (!exists(pid) || !works_on(pid, data)) return true;
    std::this_thread::sleep_for(tick);
  }
  return false;
}

std::string log_tail(std::string const& log_directory) {
  std::string const start = last_lines(fs::path(log_directory) / "start.log", 4);
  fs::path newest;
  std::error_code error;
  for (fs::directory_iterator it(log_directory, error), end; !error && it != end; it.increment(error)) {
    if (!it->path().filename().string().starts_with("postgresql-")) continue;
    if (newest.empty() || fs::last_write_time(it->path(), error) > fs::last_write_time(newest, error))
      newest = it->path();
  }
  fs::path const start_log = fs::path(log_directory) / "start.log";
  bool const of_this_start =
      !newest.empty() && fs::last_write_time(newest, error) >= fs::last_write_time(start_log, error);
  std::string const server = of_this_start ? last_lines(newest, 4) : std::string{};
  return start.empty() || server.empty() ? start + server : start + "; " + server;
}

}  // namespace catalog::pg
