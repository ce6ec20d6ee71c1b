// Which parts of an array have ended: one file, read and written under a lock, so that it is the same for
// everybody, on file systems of networks too (there a file that somebody else has just made may not be seen
// for seconds; what is locked is).
#include <cerrno>
#include <set>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/durable.hpp"
#include "jobs/descriptor.hpp"
#include "jobs/work/parts.hpp"

namespace jobs {
namespace {

using namespace std::chrono_literals;

constexpr char const* ended_name = "parts.ended";
constexpr auto patience = 60s;

Descriptor locked_file(std::filesystem::path const& work) {
  Descriptor file(open((work / ended_name).c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file) throw engine::system_failure("cannot tell that a part has ended", work.string(), errno);
  for (auto const end = std::chrono::steady_clock::now() + patience;;) {
    if (flock(file.number(), LOCK_EX | LOCK_NB) == 0) return file;
    if (errno != EWOULDBLOCK || std::chrono::steady_clock::now() > end)
      throw engine::system_failure("cannot lock", (work / ended_name).string(), errno);
    std::this_thread::sleep_for(5ms);
  }
}

std::string whole_text(Descriptor const& file) {
  std::string text;
  char block[4096];
  for (;;) {
    auto const got = pread(file.number(), block, sizeof block, static_cast<off_t>(text.size()));
    if (got < 0) throw engine::system_failure("cannot read which parts have ended", "", errno);
    if (got == 0) return text;
    text.append(block, static_cast<std::size_t>(got));
  }
}

}  // namespace

bool part_ended(std::filesystem::path const& work, WorkOrder const& parent, int number) {
  Descriptor const file = locked_file(work);
  std::string const mark = std::to_string(parent.attempt) + "." + std::to_string(parent.run) + ".";
  std::string text = whole_text(file);
  // A line that a crash cut short is closed, and counts for nobody.
  std::string const line =
      (text.empty() || text.back() == '\n' ? "" : "\n") + mark + std::to_string(number) + ".\n";
  if (pwrite(file.number(), line.data(), line.size(), static_cast<off_t>(text.size())) !=
      static_cast<ssize_t>(line.size()))
    throw engine::system_failure("cannot tell that a part has ended", work.string(), errno);
  fsync(file.number());
  std::set<std::string> ended;
  for (auto const& entry : engine::split(text + line, '\n'))
    if (entry.starts_with(mark) && entry.back() == '.') ended.insert(entry);
  return ended.size() == static_cast<std::size_t>(parent.parts);
}

}  // namespace jobs
