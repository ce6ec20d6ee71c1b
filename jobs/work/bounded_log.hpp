/// A log file that never grows beyond its limit: what came first and what came last are kept.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "jobs/descriptor.hpp"

namespace jobs {

/// The first half of the limit stays; behind it the rest goes round and round in the second half until
/// close() puts it in order, with a line between that says how much is missing. A full disk loses text, and
/// nothing else.
class BoundedLog {
 public:
  BoundedLog(std::filesystem::path const& path, std::uint64_t limit);
  void add(std::string_view bytes);
  void close();
  std::string const& last_words() const { return last_words_; }  ///< the last 4 kB or so
  bool lost_some() const { return lost_ > 0; }                   ///< the disk refused

 private:
  void put(std::uint64_t offset, std::string_view bytes);

  Descriptor file_;
  std::uint64_t head_, tail_;  ///< bytes kept of each
  std::uint64_t total_ = 0, lost_ = 0;
  std::string last_words_{};
};

}  // namespace jobs
