#include "jobs/work/bounded_log.hpp"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace jobs {
namespace {

constexpr std::size_t words_kept = 4096;

off_t at(std::uint64_t offset) { return static_cast<off_t>(offset); }

}  // namespace

BoundedLog::BoundedLog(std::filesystem::path const& path, std::uint64_t limit)
    : file_(open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666)),
      head_(std::max<std::uint64_t>(limit / 2, 1)),
      tail_(head_) {}

void BoundedLog::put(std::uint64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    auto const written = pwrite(file_.number(), bytes.data(), bytes.size(), at(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      lost_ += bytes.size();
      return;
    }
    offset += static_cast<std::uint64_t>(written);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void BoundedLog::add(std::string_view bytes) {
  last_words_ += bytes.substr(bytes.size() - std::min(bytes.size(), words_kept));
  if (last_words_.size() > 2 * words_kept) last_words_.erase(0, last_words_.size() - words_kept);
  while (!bytes.empty()) {
    std::uint64_t const round = total_ < head_ ? 0 : (total_ - head_) % tail_;
    std::uint64_t const offset = total_ < head_ ? total_ : head_ + round;
    std::uint64_t const room = total_ < head_ ? head_ - total_ : tail_ - round;
    auto const part = bytes.substr(0, room);
    put(offset, part);
    total_ += part.size();
    bytes.remove_prefix(part.size());
  }
}

void BoundedLog::close() {
  if (file_ && total_ > head_ + tail_) {
    std::string ring(tail_, '\0');
    auto const got = pread(file_.number(), ring.data(), ring.size(), at(head_));
    ring.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    auto const cut =
        static_cast<std::ptrdiff_t>(std::min<std::uint64_t>((total_ - head_) % tail_, ring.size()));
    std::rotate(ring.begin(), ring.begin() + cut, ring.end());
    std::string const gap =
        "\n[... " + std::to_string(total_ - head_ - tail_) + " bytes are left out here ...]\n";
    put(head_, gap + ring);
  }
  file_.close();
}

}  // namespace jobs
