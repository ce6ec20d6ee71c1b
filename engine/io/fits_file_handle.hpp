/// What a FitsFile holds: the bytes, and cfitsio's view of the headers in them. Private to fits_file*.cpp.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <unistd.h>

#include "engine/io/fits_file.hpp"
#include "engine/io/fits_handle.hpp"
#include "engine/io/gzip_file.hpp"

namespace engine {

[[noreturn]] void unreadable(std::string const& place, std::string const& reason);

/// Refuses what is missing, empty, or no regular file, before anything reads it.
std::size_t size_of_regular_file(std::string const& path);

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

/// Where the bytes of the rows come from.
struct OnDisk {
  Descriptor descriptor;
};
struct InMemory {
  InflatedBytes bytes;
};
struct ThroughCfitsio {};  ///< a filtered or remote file that only cfitsio can read

struct FitsFile::Handle {
  std::string path;
  std::variant<ThroughCfitsio, OnDisk, InMemory> bytes;
  std::optional<TemporaryFile> inflated_file;
  std::size_t size = 0;  ///< of the (inflated) file; 0 if unknown
  bool compressed = false;
  std::map<int, FitsHeader> headers;  ///< those read so far: finding tables asks for them again and again
  int reached = 1;                    ///< HDUs whose headers cfitsio has read
  bool all_reached = false;           ///< there are no more, or the next is damaged:
  std::string damage;                 ///< why it cannot be read; empty at a regular end
  void* memory = nullptr;             ///< cfitsio keeps the address of this pointer and of the size
  std::size_t memory_size = 0;
  FitsHandle file;  // last: closed before the bytes it reads go

  void open_on_disk(std::string const& name);
  void open_in_memory(InflatedBytes inflated);
  std::size_t read_at(std::size_t offset, std::span<char> into) const;
  /// Lets cfitsio read headers up to that HDU, each after a look at what it must not see (quick_header.hpp).
  /// False if the file has fewer that can be read.
  bool reach(int hdu);
  void move_to(int hdu);
  std::vector<FitsCard> cards();  ///< of the HDU moved to
};

}  // namespace engine
