#include "catalog/ingest/file_facts.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <system_error>

#include <sys/stat.h>

#include "engine/base/failure.hpp"

namespace catalog::ingest {

FileStamp stamp_of(std::string const& path) {
  struct stat found {};
  int const status = stat(path.c_str(), &found);
  if (status != 0)
    throw engine::Failure(engine::Fault::missing_resource, "cannot read: " + path + " (" +
                                                               std::generic_category().message(errno) +
                                                               ") - check the name, or correct the index");
  if (!S_ISREG(found.st_mode))
    throw engine::Failure(engine::Fault::bad_data,
                          "cannot read: " + path + " (not a regular file) - name a FITS file");
  std::int64_t const seconds = found.st_mtim.tv_sec;
  return {found.st_size, seconds * 1000000 + found.st_mtim.tv_nsec / 1000};
}

std::string spelt_once(std::string const& path) {
  std::error_code error;
  std::filesystem::path const absolute = std::filesystem::absolute(path, error);
  return (error ? std::filesystem::path(path) : absolute).lexically_normal().string();
}

std::string timestamp_text(std::int64_t microseconds) {
  std::int64_t seconds = microseconds / 1000000, rest = microseconds % 1000000;
  if (rest < 0) rest += 1000000, --seconds;
  std::time_t const time = static_cast<std::time_t>(seconds);
  std::tm utc{};
  gmtime_r(&time, &utc);
  std::array<char, 64> out{};
  std::size_t const length = std::strftime(out.data(), out.size(), "%Y-%m-%d %H:%M:%S", &utc);
  std::array<char, 32> fraction{};
  std::snprintf(fraction.data(), fraction.size(), ".%06d+00", static_cast<int>(rest));
  return std::string(out.data(), length) + fraction.data();
}

}  // namespace catalog::ingest
