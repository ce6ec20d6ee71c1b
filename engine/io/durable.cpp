#include "engine/io/durable.hpp"

#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <random>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

namespace engine {

namespace {

namespace fs = std::filesystem;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor const&) = delete;
  Descriptor& operator=(Descriptor const&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  int close() { return ::close(std::exchange(fd_, -1)); }

 private:
  int fd_;
};

std::string remedy_for(int error_number) {
  switch (error_number) {
    case ENOSPC:
    case EDQUOT: return "free some space, or write somewhere else";
    case EROFS:
    case EACCES:
    case EPERM: return "choose a folder that you may write to";
    case ENOTDIR: return "a file stands where a folder is needed: remove it, or write somewhere else";
    default: return "check the file system, or write somewhere else";
  }
}

void write_all(int fd, std::string_view bytes, std::string const& path) {
  while (!bytes.empty()) {
    ssize_t const written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw system_failure("cannot write", path, errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

// Some file systems cannot sync a folder; the rename is then as durable as they make it.
bool cannot_sync(int error_number) { return error_number == EINVAL || error_number == ENOTSUP; }

void sync_descriptor(int fd, std::string const& path) {
  if (::fsync(fd) != 0 && !cannot_sync(errno)) throw system_failure("cannot write to disk", path, errno);
}

int open_new(std::string const& path) {
  int const fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd < 0) throw system_failure("cannot make the file", path, errno);
  return fd;
}

void close_written(Descriptor& file, std::string const& path) {
  sync_descriptor(file.get(), path);
  if (file.close() != 0) throw system_failure("cannot write", path, errno);
}

}  // namespace

Failure system_failure(std::string const& what, std::string const& path, int error_number) {
  return Failure(Fault::missing_resource, what + ": " + path + " (" +
                                              std::generic_category().message(error_number) + ") - " +
                                              remedy_for(error_number));
}

void sync_file(std::string const& path) {
  Descriptor const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) throw system_failure("cannot open what was just written", path, errno);
  sync_descriptor(file.get(), path);
}

void sync_folder(std::string const& path) {
  Descriptor const folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0) throw system_failure("cannot open the folder", path, errno);
  sync_descriptor(folder.get(), path);
}

std::vector<std::string> make_folders(std::string const& path) {
  std::vector<std::string> made;
  fs::path so_far;
  for (fs::path const& part : fs::path(path)) {
    so_far /= part;
    if (so_far.empty() || fs::is_directory(so_far)) continue;
    if (::mkdir(so_far.c_str(), 0777) == 0)
      made.push_back(so_far.string());
    else if (errno != EEXIST || !fs::is_directory(so_far))
      throw system_failure("cannot make the folder", so_far.string(), errno == EEXIST ? ENOTDIR : errno);
  }
  return made;
}

void write_new_file(std::string const& path, std::string_view bytes) {
  Descriptor file(open_new(path));
  try {
    write_all(file.get(), bytes, path);
    close_written(file, path);
  } catch (...) {
    ::unlink(path.c_str());
    throw;
  }
}

void copy_file_durably(std::string const& from, std::string const& to) {
  Descriptor const source(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
  if (source.get() < 0) throw system_failure("cannot open the file to copy", from, errno);
  Descriptor target(open_new(to));
  std::vector<char> block(std::size_t{1} << 20);
  while (true) {
    ssize_t const got = ::read(source.get(), block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw system_failure("cannot read", from, errno);
    if (got == 0) break;
    write_all(target.get(), {block.data(), static_cast<std::size_t>(got)}, to);
  }
  close_written(target, to);
}

int rename_file(std::string const& from, std::string const& to, Replace replace) {
  if (replace == Replace::yes) return std::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  // File systems without RENAME_NOREPLACE: a hard link fails as well if the name is taken.
  if (::link(from.c_str(), to.c_str()) == 0) return ::unlink(from.c_str()) == 0 ? 0 : errno;
  if (errno != EPERM && errno != ENOTSUP && errno != ENOSYS) return errno;
  std::error_code ignored;
  if (fs::exists(fs::symlink_status(to, ignored))) return EEXIST;
  return std::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

std::string random_name() {
  std::random_device device;
  static constexpr char digits[] = "0123456789abcdef";
  std::string name;
  for (int word = 0; word < 4; ++word) {
    std::uint32_t const bits = device();
    for (int shift = 0; shift < 16; shift += 4) name += digits[(bits >> shift) & 0xFU];
  }
  return name;
}

}  // namespace engine
