/// Random numbers without a state: a pure function of (seed, run, component, event), so that no result
/// depends on ranks, threads or the order of runs.
#pragma once

#include <array>
#include <cstdint>

namespace engine {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

/// Philox4x32-10: Salmon, Moraes, Dror & Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3", SC11,
/// section 3.3 and table 2; passes TestU01's BigCrush there.
constexpr PhiloxCounter philox4x32_10(PhiloxCounter counter, PhiloxKey key) {
  for (int round = 0; round < 10; ++round) {
    std::uint64_t const a = std::uint64_t{0xD2511F53} * counter[0];
    std::uint64_t const b = std::uint64_t{0xCD9E8D57} * counter[2];
    counter = {static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
               static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
    key = {key[0] + 0x9E3779B9u, key[1] + 0xBB67AE85u};
  }
  return counter;
}

/// Four random words as numbers of the open interval (0, 1).
class RandomBlock {
 public:
  explicit constexpr RandomBlock(PhiloxCounter const& words) : words_(words) {}
  /// One word: 32 random bits.
  constexpr double coarse(std::size_t word) const { return (words_[word] + 0.5) * 0x1p-32; }
  /// Words 2 * pair and 2 * pair + 1: 52 random bits, so that adding one half is exact and 1 is never
  /// reached.
  constexpr double fine(std::size_t pair) const {
    std::uint64_t const bits = (std::uint64_t{words_[2 * pair]} << 32) | words_[2 * pair + 1];
    return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52;
  }

 private:
  PhiloxCounter words_;
};

/// The random numbers of one component (the background, a source) in one run.
struct RandomStream {
  std::uint64_t seed = 0, run = 0;
  std::uint32_t component = 0;  ///< below 2^24

  /// Up to 256 blocks of numbers for each event.
  constexpr RandomBlock block(std::uint32_t event, std::uint8_t index) const {
    return RandomBlock(
        philox4x32_10({event, component | (std::uint32_t{index} << 24), static_cast<std::uint32_t>(run),
                       static_cast<std::uint32_t>(run >> 32)},
                      {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)}));
  }
};

}  // namespace engine
