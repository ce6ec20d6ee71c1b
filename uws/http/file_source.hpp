/// A regular file, read in pieces.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "uws/http/conditions.hpp"
#include "uws/http/message.hpp"

namespace uws::http {

/// An open file: what is served stays the same file even if its name is given to another.
class OpenFile {
 public:
  /// Throws Refusal: 404 if there is no such regular file, 403 if it may not be read.
  explicit OpenFile(std::filesystem::path const& path);
  OpenFile(OpenFile&& other) noexcept;
  OpenFile& operator=(OpenFile&&) = delete;
  ~OpenFile();

  std::uint64_t size() const { return size_; }
  Validators const& validators() const { return validators_; }  ///< from size, time of change and inode
  /// At most `most` bytes from `offset`; throws Failure if the file has become shorter or cannot be read.
  void read(std::uint64_t offset, std::size_t most, std::string& into) const;

 private:
  int descriptor_;
  std::uint64_t size_ = 0;
  Validators validators_{};
};

std::unique_ptr<BodySource> part_of_file(OpenFile file, ByteRange range);

}  // namespace uws::http
