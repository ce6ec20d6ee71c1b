#include "jobs/ids.hpp"

#include <array>
#include <cerrno>

#include <sys/random.h>

#include "engine/io/durable.hpp"

namespace jobs {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::size_t first_choices = 36;  // digits and capitals
constexpr std::size_t length = 22;         // 36 * 62^21 > 2^130

/// Random bytes, each used only if it falls below the largest multiple of `choices`, so that all are as
/// likely.
class Dice {
 public:
  char roll(std::size_t choices) {
    std::size_t const limit = 256 - 256 % choices;
    for (;;) {
      if (next_ == bytes_.size()) refill();
      std::size_t const byte = bytes_[next_++];
      if (byte < limit) return alphabet[byte % choices];
    }
  }

 private:
  void refill() {
    ssize_t got = 0;
    do {
      got = getrandom(bytes_.data(), bytes_.size(), 0);
    } while (got < 0 && errno == EINTR);
    if (got != static_cast<ssize_t>(bytes_.size()))
      throw engine::system_failure("cannot make a job id", "random number source", errno);
    next_ = 0;
  }
  std::array<unsigned char, 64> bytes_{};
  std::size_t next_ = bytes_.size();
};

}  // namespace

JobId new_job_id() {
  Dice dice;
  JobId id;
  id.push_back(dice.roll(first_choices));
  while (id.size() < length) id.push_back(dice.roll(alphabet.size()));
  return id;
}

bool is_job_id(std::string_view text) {
  return text.size() == length && text.find_first_not_of(alphabet) == std::string_view::npos &&
         alphabet.substr(0, first_choices).find(text.front()) != std::string_view::npos;
}

}  // namespace jobs
