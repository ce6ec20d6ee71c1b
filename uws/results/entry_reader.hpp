/// The content of one archive member, piece by piece. For the files of this directory only.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "uws/http/file_source.hpp"
#include "uws/results/archive.hpp"

namespace uws {

class EntryReader {
 public:
  explicit EntryReader(ArchiveEntry const& entry) : text_(entry.text) {
    if (!entry.file.empty()) file_.emplace(entry.file);
    size_ = file_ ? file_->size() : text_.size();
  }
  std::uint64_t size() const { return size_; }

  /// The next piece, at most `most` bytes; empty at the end. Throws Failure if the file becomes shorter.
  void read(std::string& piece, std::size_t most = std::size_t{256} << 10) {
    auto const wanted = static_cast<std::size_t>(std::min<std::uint64_t>(most, size_ - at_));
    piece.clear();
    if (wanted == 0) return;
    if (file_)
      file_->read(at_, wanted, piece);
    else
      piece = text_.substr(static_cast<std::size_t>(at_), wanted);
    at_ += piece.size();
  }
  void rewind() { at_ = 0; }

 private:
  std::string text_;
  std::optional<http::OpenFile> file_{};
  std::uint64_t size_ = 0, at_ = 0;
};

}  // namespace uws
