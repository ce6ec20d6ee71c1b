#include "slurm/staging_store.hpp"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/failure.hpp"
#include "engine/io/durable.hpp"

namespace slurm {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t sum_length = 64;
constexpr std::uint64_t spare_bytes = std::uint64_t{64} << 20;  ///< left on the disk for results and logs

struct Kept {
  fs::path path;
  std::uint64_t size;
  timespec wanted;
};

bool older(Kept const& a, Kept const& b) {
  return std::pair(a.wanted.tv_sec, a.wanted.tv_nsec) < std::pair(b.wanted.tv_sec, b.wanted.tv_nsec);
}

std::vector<Kept> all_kept(fs::path const& folder) {
  std::vector<Kept> found;
  std::error_code none;
  for (fs::recursive_directory_iterator i(folder, none), end; i != end; i.increment(none)) {
    struct stat file {};
    if (lstat(i->path().c_str(), &file) == 0 && S_ISREG(file.st_mode))
      found.push_back({i->path(), static_cast<std::uint64_t>(file.st_size), file.st_mtim});
  }
  std::ranges::sort(found, older);
  return found;
}

std::string gigabytes(std::uint64_t bytes) {
  std::uint64_t const tenths = (bytes + 99'999'999) / 100'000'000;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " GB";
}

}  // namespace

StageStore::StageStore(fs::path base) : base_(std::move(base)) {}

fs::path StageStore::path_of(std::string const& key) const {
  return base_ / "store" / key.substr(0, 2) / key;
}

bool StageStore::has(std::string const& key) const {
  struct stat file {};
  return lstat(path_of(key).c_str(), &file) == 0 && S_ISREG(file.st_mode);
}

std::vector<std::string> StageStore::missing(
    std::vector<std::pair<std::string, std::uint64_t>> const& keys) const {
  std::vector<std::string> absent;
  for (auto const& [key, size] : keys) {
    struct stat file {};
    fs::path const path = path_of(key);
    bool const there = lstat(path.c_str(), &file) == 0 && S_ISREG(file.st_mode) &&
                       static_cast<std::uint64_t>(file.st_size) == size &&
                       utimensat(AT_FDCWD, path.c_str(), nullptr, 0) == 0;
    if (!there) absent.push_back(key);
  }
  return absent;
}

void StageStore::make_room(std::uint64_t bytes, std::uint64_t most, std::set<std::string> const& used) const {
  auto const kept = all_kept(base_ / "store");
  std::uint64_t total = 0;
  for (Kept const& file : kept) total += file.size;
  auto const fits = [&] {
    std::error_code error;
    auto const space = fs::space(base_, error);
    return error || space.available >= bytes + std::min(spare_bytes, bytes);
  };
  for (Kept const& file : kept) {
    if (total + bytes <= most && fits()) return;
    if (used.contains(file.path.filename().string()) || ::unlink(file.path.c_str()) != 0) continue;
    total -= file.size;
  }
  if (!fits())
    throw engine::Failure(engine::Fault::missing_resource,
                          "the disk of the cluster is full: " + gigabytes(bytes) +
                              " of data do not fit - other jobs there have to end first, or its operators "
                              "have to make room");
}

bool StageStore::take(fs::path const& file, std::string const& key, std::string const& sha256) const {
  if (sha256.empty() || sha256 != key.substr(0, sum_length)) {
    std::error_code none;
    fs::remove(file, none);
    return false;
  }
  fs::path const place = path_of(key);
  engine::make_folders(place.parent_path().string());
  engine::sync_file(file.string());
  fs::permissions(file, fs::perms::owner_read);
  utimensat(AT_FDCWD, file.c_str(), nullptr, 0);
  if (int const error = engine::rename_file(file.string(), place.string(), engine::Replace::yes); error != 0)
    throw engine::system_failure("cannot keep a data file", place.string(), error);
  return true;
}

}  // namespace slurm
