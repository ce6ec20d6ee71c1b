/// Bytes put aside on disk and read again from the beginning; the file has no name and goes with the object.
#pragma once

#include <cstddef>
#include <cstdio>
#include <memory>
#include <string_view>

namespace catalog {

/// In the system's directory for temporary files (TMPDIR). A full disk is Failure(missing_resource).
class SpoolFile {
 public:
  SpoolFile();
  void write(std::string_view bytes);
  void rewind();
  void read(char* to, std::size_t bytes);  ///< exactly as many as were written there

 private:
  struct Close {
    void operator()(std::FILE* f) const noexcept { std::fclose(f); }
  };
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace catalog
