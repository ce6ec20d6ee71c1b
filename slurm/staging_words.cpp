#include "slurm/staging_words.hpp"

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace slurm {
namespace {

[[noreturn]] void refuse() {
  throw engine::Failure(engine::Fault::bad_data,
                        "the two ends of staging do not understand each other - is the distilld on the "
                        "cluster of the same version?");
}

}  // namespace

std::string packed_words(std::vector<std::string> const& words) {
  std::string bytes;
  for (auto const& word : words) bytes.append(word).push_back('\0');
  return bytes;
}

std::vector<std::string> unpacked_words(std::string_view bytes) {
  std::vector<std::string> words;
  while (!bytes.empty()) {
    auto const end = bytes.find('\0');
    if (end == bytes.npos) refuse();
    words.emplace_back(bytes.substr(0, end));
    bytes.remove_prefix(end + 1);
  }
  return words;
}

void add_list(std::vector<std::string>& words, std::vector<std::string> const& list) {
  words.push_back(std::to_string(list.size()));
  words.insert(words.end(), list.begin(), list.end());
}

std::string WordReader::take() {
  if (at_end()) refuse();
  return std::move(words_[next_++]);
}

std::uint64_t WordReader::take_number() {
  auto const number = engine::whole_number(take());
  if (!number || *number < 0) refuse();
  return static_cast<std::uint64_t>(*number);
}

std::vector<std::string> WordReader::take_list(std::size_t record) {
  auto const length = take_number();
  if (length > words_.size() - next_ || length % record != 0) refuse();
  std::vector<std::string> list;
  for (std::uint64_t i = 0; i < length; ++i) list.push_back(take());
  return list;
}

}  // namespace slurm
