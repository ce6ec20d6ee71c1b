#include "jobs/work/work_lock.hpp"

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/text.hpp"
#include "engine/io/durable.hpp"
#include "jobs/work/work.hpp"
#include "jobs/work/work_files.hpp"

namespace jobs {

std::optional<WorkLock> WorkLock::take(std::filesystem::path const& folder) {
  auto const path = folder / lock_name;
  Descriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file) throw engine::system_failure("cannot lock", folder.string(), errno);
  if (flock(file.number(), LOCK_EX | LOCK_NB) == 0) return WorkLock(std::move(file));
  if (errno == EWOULDBLOCK) return std::nullopt;
  throw engine::system_failure("cannot lock", folder.string(), errno);
}

std::optional<WorkLock> WorkLock::inherited(std::filesystem::path const& folder, int number) {
  struct stat ours {
  }, named{};
  if (fstat(number, &ours) != 0 || stat((folder / lock_name).c_str(), &named) != 0) return std::nullopt;
  if (ours.st_dev != named.st_dev || ours.st_ino != named.st_ino) return std::nullopt;
  fcntl(number, F_SETFD, FD_CLOEXEC);
  Descriptor file(number);
  if (flock(number, LOCK_EX | LOCK_NB) != 0) return std::nullopt;
  return WorkLock(std::move(file));
}

void WorkLock::sign(Shepherd const& shepherd) const {
  std::string const text = local_id(shepherd.process) + " " + std::to_string(shepherd.attempt) + " " +
                           std::to_string(shepherd.run) + "\n";
  blank();
  if (pwrite(file_.number(), text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
    throw engine::system_failure("cannot sign the lock of a run", "", errno);
}

void WorkLock::blank() const {
  if (ftruncate(file_.number(), 0) != 0)
    throw engine::system_failure("cannot clear the lock of a run", "", errno);
}

bool is_locked(std::filesystem::path const& folder) {
  Descriptor const file(open((folder / lock_name).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  return file && flock(file.number(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

std::optional<Shepherd> signed_by(std::filesystem::path const& folder) {
  auto const text = file_text(folder / lock_name, 4096);
  auto const words = engine::split(engine::trimmed(text.value_or("")), ' ');
  if (words.size() != 2 && words.size() != 3) return std::nullopt;  // two: of an earlier release
  auto const process = local_process(words[0]);
  auto const attempt = engine::whole_number(words[1]), run = engine::whole_number(words.back());
  if (!process || !attempt || !run) return std::nullopt;
  return Shepherd{*process, static_cast<int>(*attempt), words.size() == 3 ? static_cast<int>(*run) : 1};
}

std::string local_id(ProcessIdentity const& process) {
  return "local:" + std::to_string(process.pid) + ":" + std::to_string(process.started) + ":" + process.boot;
}

std::optional<ProcessIdentity> local_process(std::string const& batch_id) {
  auto const words = engine::split(batch_id, ':');
  if (words.size() != 4 || words[0] != "local") return std::nullopt;
  auto const pid = engine::whole_number(words[1]), started = engine::whole_number(words[2]);
  if (!pid || !started || *pid <= 0) return std::nullopt;
  return ProcessIdentity{static_cast<pid_t>(*pid), static_cast<std::uint64_t>(*started), words[3]};
}

}  // namespace jobs
