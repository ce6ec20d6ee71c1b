/// The sum that FITS files keep of their data units.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace engine {

/// The ones' complement sum of FITS 4.0 appendix J over big-endian 32-bit words, a block at a time; the
/// blocks may end anywhere. Padding with zeros does not change it.
class DataSum {
 public:
  void add(std::span<std::byte const> bytes);
  std::uint32_t value() const;

 private:
  std::uint64_t sum_ = 0;
  unsigned int position_ = 0;  ///< in the word, 0 to 3
};

/// DATASUM of an HDU as its data are now, whatever its header says.
std::uint32_t data_sum_of(class FitsFile& file, int hdu);

}  // namespace engine
