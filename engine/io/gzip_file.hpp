/// Inflating a gzip file: all at once in memory where it is small enough, else into a temporary file.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <variant>

namespace engine {

/// Bytes from malloc, because cfitsio's memory files want to be able to realloc them.
struct FreeBytes {
  void operator()(std::byte* p) const noexcept;
};
struct InflatedBytes {
  std::unique_ptr<std::byte, FreeBytes> data;
  std::size_t size = 0;
};
/// Deleted with the object.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string path) : path_(std::move(path)) {}
  TemporaryFile(TemporaryFile&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  TemporaryFile& operator=(TemporaryFile&& other) noexcept {
    std::swap(path_, other.path_);
    return *this;
  }
  ~TemporaryFile();
  std::string const& path() const { return path_; }

 private:
  std::string path_;
};

bool is_gzip(std::string const& path);  ///< by its first two bytes; false if it cannot be read

/// Several members in a row are one file, as gzip(1) has it; zero padding after the last is ignored.
/// Throws Failure(bad_data) for a truncated or damaged file (its CRC is checked) with name and reason.
std::variant<InflatedBytes, TemporaryFile> inflate(std::string const& path, std::size_t in_memory_limit);

}  // namespace engine
