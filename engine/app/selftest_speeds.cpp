// How fast are the file systems, and can the data be read?
#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "engine/app/interrupt.hpp"
#include "engine/app/job_frame.hpp"
#include "engine/app/run_usage.hpp"
#include "engine/app/selftest_files.hpp"
#include "engine/app/wire.hpp"
#include "engine/base/failure.hpp"
#include "engine/io/data_set.hpp"
#include "engine/io/durable.hpp"
#include "engine/io/product_header.hpp"
#include "engine/io/sha256.hpp"

namespace engine {

namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 20;

std::string reason() { return std::generic_category().message(errno); }

class OpenFile {
 public:
  OpenFile(std::string const& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  OpenFile(OpenFile const&) = delete;
  OpenFile& operator=(OpenFile const&) = delete;
  ~OpenFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  bool is_open() const { return fd_ >= 0; }
  int get() const { return fd_; }

 private:
  int fd_;
};

/// Bytes that no file system can press together.
std::vector<char> noise() {
  std::vector<char> block(block_bytes);
  std::uint64_t state = 0x9e3779b97f4a7c15U;  // xorshift64 (Marsaglia 2003)
  for (char& byte : block) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    byte = static_cast<char>(state & 0xff);
  }
  return block;
}

/// How many bytes came; up to `most`.
std::uint64_t read_through(int fd, std::uint64_t most) {
  std::vector<char> block(block_bytes);
  std::uint64_t done = 0;
  while (done < most) {
    stop_if_interrupted();
    ssize_t const got = ::read(fd, block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw std::system_error(errno, std::generic_category());
    if (got == 0) break;
    done += static_cast<std::uint64_t>(got);
  }
  return done;
}

void write_noise(int fd, std::uint64_t bytes) {
  std::vector<char> const block = noise();
  for (std::uint64_t done = 0; done < bytes;) {
    stop_if_interrupted();
    std::size_t const n = std::min<std::uint64_t>(block.size(), bytes - done);
    ssize_t const put = ::write(fd, block.data(), n);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) throw std::system_error(errno, std::generic_category());
    done += static_cast<std::uint64_t>(put);
  }
}

void measure(std::string const& path, std::uint64_t bytes, FolderSpeed& speed) {
  OpenFile const file(path, O_RDWR | O_CREAT | O_EXCL);
  if (!file.is_open()) throw std::system_error(errno, std::generic_category());
  ::unlink(path.c_str());  // gone with the process, however that ends
  Stopwatch const watch;
  write_noise(file.get(), bytes);
  speed.write_s = watch.seconds();
  if (::fsync(file.get()) != 0) throw std::system_error(errno, std::generic_category());
  speed.sync_s = watch.seconds();
  // From the disk rather than from memory, where the file system lets us say so.
  ::posix_fadvise(file.get(), 0, 0, POSIX_FADV_DONTNEED);
  ::lseek(file.get(), 0, SEEK_SET);
  Stopwatch const reading;
  speed.bytes = read_through(file.get(), bytes);
  speed.read_s = reading.seconds();
}

FolderSpeed measured(std::string const& what, std::string const& folder, std::uint64_t bytes) {
  FolderSpeed speed;
  speed.host = host_name();
  speed.folder = what;
  struct statvfs space {};
  if (::statvfs(folder.c_str(), &space) != 0) {
    speed.trouble = reason();
    return speed;
  }
  speed.free_bytes = static_cast<std::uint64_t>(space.f_bavail) * space.f_frsize;
  if (bytes == 0) return speed;
  try {
    measure(folder + "/.distill-" + random_name() + ".speed", bytes, speed);
  } catch (std::system_error const& error) {
    speed.trouble = error.code().message();
  }
  return speed;
}

std::string scratch_folder() {
  char const* const named = std::getenv("TMPDIR");
  return named != nullptr && *named != '\0' ? named : "/tmp";
}

bool leads(std::vector<RankFacts> const& facts, Communicator const& ranks) {
  std::vector<int> const leaders = leaders_of(facts);
  return std::find(leaders.begin(), leaders.end(), ranks.rank()) != leaders.end();
}

void write(WireWriter& out, FolderSpeed const& speed) {
  for (std::string const* text : {&speed.host, &speed.folder, &speed.trouble}) out.text(*text);
  for (std::uint64_t const n : {speed.free_bytes, speed.bytes}) out.number(static_cast<std::int64_t>(n));
  for (double const seconds : {speed.write_s, speed.sync_s, speed.read_s}) out.real(seconds);
}

FolderSpeed read_speed(WireReader& in) {
  FolderSpeed speed;
  for (std::string* text : {&speed.host, &speed.folder, &speed.trouble}) *text = in.text();
  for (std::uint64_t* n : {&speed.free_bytes, &speed.bytes}) *n = static_cast<std::uint64_t>(in.number());
  for (double* seconds : {&speed.write_s, &speed.sync_s, &speed.read_s}) *seconds = in.real();
  return speed;
}

InputSpeed read_inputs(std::vector<std::string> const& inputs, std::uint64_t bytes) {
  InputSpeed speed;
  speed.host = host_name();
  try {
    DataSet const set = open_data_set(inputs, FileNameSyntax::literal);
    std::string names;
    for (Observation const& run : set.observations)
      names += std::to_string(run.id) + ' ' + file_name_of(run.events.file) + ' ' +
               std::to_string(std::filesystem::file_size(run.events.file)) + '\n';
    speed.files = set.observations.size();
    speed.names_sum = sha256_of(names);
    Stopwatch const watch;
    for (Observation const& run : set.observations) {
      if (speed.bytes >= bytes) break;
      OpenFile const file(run.events.file, O_RDONLY);
      if (!file.is_open()) throw std::system_error(errno, std::generic_category());
      ::posix_fadvise(file.get(), 0, 0, POSIX_FADV_DONTNEED);
      speed.bytes += read_through(file.get(), bytes - speed.bytes);
    }
    speed.read_s = watch.seconds();
  } catch (std::system_error const& error) {
    speed.trouble = error.code().message();
  } catch (Failure const& failure) {
    if (failure.fault() == Fault::interrupted) throw;
    speed.trouble = failure.what();
  }
  return speed;
}

}  // namespace

std::vector<FolderSpeed> measured_folders(std::string const& folder, std::uint64_t bytes,
                                          std::vector<RankFacts> const& facts, Communicator const& ranks) {
  WireWriter mine;
  throw_if_any_failed(ranks, trouble_in([&] {
                        if (!leads(facts, ranks)) return;
                        write(mine, measured("output", folder, bytes));
                        write(mine, measured("scratch", scratch_folder(), bytes));
                      }));
  std::vector<FolderSpeed> all;
  for (std::string const& text : ranks.gather(mine.bytes()))
    for (WireReader in(text); !in.at_end();) all.push_back(read_speed(in));
  return all;
}

std::vector<InputSpeed> measured_inputs(std::vector<std::string> const& inputs, std::uint64_t bytes,
                                        std::vector<RankFacts> const& facts, Communicator const& ranks) {
  std::vector<InputSpeed> all;
  if (inputs.empty()) return all;
  WireWriter mine;
  throw_if_any_failed(ranks, trouble_in([&] {
                        if (!leads(facts, ranks)) return;
                        InputSpeed const speed = read_inputs(inputs, bytes);
                        for (std::string const* text : {&speed.host, &speed.names_sum, &speed.trouble})
                          mine.text(*text);
                        mine.number(static_cast<std::int64_t>(speed.files));
                        mine.number(static_cast<std::int64_t>(speed.bytes));
                        mine.real(speed.read_s);
                      }));
  for (std::string const& text : ranks.gather(mine.bytes()))
    for (WireReader in(text); !in.at_end();) {
      InputSpeed speed;
      for (std::string* word : {&speed.host, &speed.names_sum, &speed.trouble}) *word = in.text();
      speed.files = static_cast<std::size_t>(in.number());
      speed.bytes = static_cast<std::uint64_t>(in.number());
      speed.read_s = in.real();
      all.push_back(std::move(speed));
    }
  return all;
}

}  // namespace engine
