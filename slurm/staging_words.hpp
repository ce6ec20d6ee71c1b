/// Lists of words as bytes between the two ends of staging. Words are ended by NUL, the one character that no
/// path has, so that names need no quoting, whatever they are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace slurm {

std::string packed_words(std::vector<std::string> const& words);
/// Failure(bad_data) for bytes that end in the middle of a word.
std::vector<std::string> unpacked_words(std::string_view bytes);

/// Adds the length of `list` and then its words.
void add_list(std::vector<std::string>& words, std::vector<std::string> const& list);

/// Words in their order. Failure(bad_data) where there is another one than was asked for, or none left.
class WordReader {
 public:
  explicit WordReader(std::vector<std::string> words) : words_(std::move(words)) {}
  bool at_end() const { return next_ == words_.size(); }
  std::string take();
  std::uint64_t take_number();
  /// As add_list() wrote it. Its length is a multiple of `record`.
  std::vector<std::string> take_list(std::size_t record = 1);

 private:
  std::vector<std::string> words_;
  std::size_t next_ = 0;
};

}  // namespace slurm
