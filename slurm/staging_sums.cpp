#include "slurm/staging_sums.hpp"

#include <cerrno>

#include <sys/stat.h>

#include "engine/base/failure.hpp"
#include "engine/io/sha256.hpp"

namespace slurm {
namespace {

using engine::Failure;
using engine::Fault;

std::string read_sum(std::filesystem::path const& path, std::stop_token const& stop) {
  auto const sum = engine::sha256_of_file(path.string(), [&] { return stop.stop_requested(); });
  if (!sum) throw Failure(Fault::interrupted, "the service is stopping");
  return *sum;
}

}  // namespace

jobs::FileSum KnownSums::of(jobs::FileSum const& believed, std::stop_token const& stop) {
  struct stat file {};
  if (::stat(believed.path.c_str(), &file) != 0 || !S_ISREG(file.st_mode))
    throw Failure(Fault::missing_resource, "a data file of the job cannot be read: " +
                                               believed.path.filename().string() + " - ask the operator");
  std::int64_t const nanoseconds = file.st_mtim.tv_sec * 1'000'000'000 + file.st_mtim.tv_nsec;
  jobs::FileSum now{.path = believed.path,
                    .sha256 = believed.sha256,
                    .size = file.st_size,
                    .changed = jobs::Instant(std::chrono::milliseconds(nanoseconds / 1'000'000))};
  std::tuple const stamp(now.size, nanoseconds, static_cast<std::uint64_t>(file.st_ino));
  bool const as_believed =
      !believed.sha256.empty() && believed.size == now.size && believed.changed == now.changed;
  {
    std::scoped_lock const lock(mutex_);
    auto const known = known_.find(believed.path);
    if (known == known_.end() && as_believed) return now;
    bool const as_known = known != known_.end() && known->second.stamp == stamp;
    now.sha256 = as_known ? known->second.sha256 : "";
    bool const doubted = known != known_.end() && known->second.sha256.empty();
    if (as_believed && !as_known && !doubted) now.sha256 = believed.sha256;
  }
  if (now.sha256.empty()) now.sha256 = read_sum(believed.path, stop);
  if (as_believed && now.sha256 != believed.sha256)
    throw Failure(Fault::bad_data,
                  "a data file is not what the catalogue knows: " + believed.path.filename().string() +
                      " - it has changed; the operator should ingest it again");
  if (as_believed) return now;
  std::scoped_lock const lock(mutex_);
  known_[believed.path] = {stamp, now.sha256};
  return now;
}

void KnownSums::doubt(std::filesystem::path const& path) {
  std::scoped_lock const lock(mutex_);
  known_[path] = {};
}

}  // namespace slurm
