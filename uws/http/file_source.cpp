#include "uws/http/file_source.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/failure.hpp"
#include "uws/http/respond.hpp"

namespace uws::http {

namespace {

constexpr std::size_t chunk_bytes = 256 << 10;

Validators validators_of(struct stat const& facts) {
  std::array<char, 80> tag{};
  auto const nanoseconds =
      static_cast<long long>(facts.st_mtim.tv_sec) * 1'000'000'000 + facts.st_mtim.tv_nsec;
  std::snprintf(tag.data(), tag.size(), "\"%llx-%llx-%llx\"", static_cast<unsigned long long>(facts.st_ino),
                static_cast<unsigned long long>(facts.st_size), static_cast<unsigned long long>(nanoseconds));
  return {tag.data(), std::chrono::sys_seconds(std::chrono::seconds(facts.st_mtim.tv_sec))};
}

class FileSource : public BodySource {
 public:
  FileSource(OpenFile file, ByteRange range) : file_(std::move(file)), left_(range) {}

  bool read(std::string& chunk) override {
    chunk.clear();
    if (left_.first == left_.last) return false;
    std::uint64_t const wanted = std::min<std::uint64_t>(left_.last - left_.first, chunk_bytes);
    file_.read(left_.first, static_cast<std::size_t>(wanted), chunk);
    left_.first += chunk.size();
    return true;
  }

 private:
  OpenFile file_;
  ByteRange left_;
};

}  // namespace

OpenFile::OpenFile(std::filesystem::path const& path)
    : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
  if (descriptor_ < 0 && (errno == EACCES || errno == EPERM)) throw Refusal(403, "the file may not be read");
  if (descriptor_ < 0 && (errno == EMFILE || errno == ENFILE))
    throw Refusal(503, "too many files are open at the moment - try again later");
  if (descriptor_ < 0) throw Refusal(404, "the file is not there any more");
  struct stat facts {};
  if (::fstat(descriptor_, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    ::close(descriptor_);
    throw Refusal(404, "there is no such file");
  }
  size_ = static_cast<std::uint64_t>(facts.st_size);
  validators_ = validators_of(facts);
}

OpenFile::OpenFile(OpenFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_),
      validators_(std::move(other.validators_)) {}

OpenFile::~OpenFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void OpenFile::read(std::uint64_t offset, std::size_t most, std::string& into) const {
  into.resize(most);
  ssize_t const got = ::pread(descriptor_, into.data(), most, static_cast<off_t>(offset));
  if (got <= 0) {
    std::string const why = got == 0 ? "it has become shorter" : std::generic_category().message(errno);
    throw engine::Failure(engine::Fault::missing_resource,
                          "cannot read on in the file at byte " + std::to_string(offset) + " (" + why + ")");
  }
  into.resize(static_cast<std::size_t>(got));
}

std::unique_ptr<BodySource> part_of_file(OpenFile file, ByteRange range) {
  return std::make_unique<FileSource>(std::move(file), range);
}

}  // namespace uws::http
