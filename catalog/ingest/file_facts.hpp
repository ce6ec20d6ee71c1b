/// What identifies a file: place, size, time of its last change, checksum.
#pragma once

#include <cstdint>
#include <string>

namespace catalog::ingest {

struct FileStamp {
  std::int64_t bytes = 0;
  std::int64_t changed_us = 0;  ///< mtime, microseconds since 1970 UTC (what PostgreSQL can keep)
  friend bool operator==(FileStamp const&, FileStamp const&) = default;
};

struct FileFacts {
  std::string path;  ///< absolute, without "..": one spelling for one file
  FileStamp stamp;
  std::string sha256;
};

/// Failure(missing_resource) if there is no such regular file.
FileStamp stamp_of(std::string const& path);
/// Absolute and normal; symbolic links stay as they are, so that a set can be moved behind a link.
std::string spelt_once(std::string const& path);
/// "2018-05-06 09:14:31.123456+00", as PostgreSQL reads it.
std::string timestamp_text(std::int64_t microseconds_since_1970);

}  // namespace catalog::ingest
