/// What the catalogue keeps of an HDU: its place, its classes, its checksums.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "engine/io/fits_file.hpp"

namespace catalog::ingest {

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

struct HduFacts {
  int number = 0;  ///< 0 is the primary HDU
  std::string name;
  std::optional<std::int64_t> version{};
  std::optional<std::string> hduclass{}, hdudoc{}, hduvers{}, hduclas1{}, hduclas2{}, hduclas3{}, hduclas4{};
  std::optional<std::int64_t> n_rows{}, size_bytes{};
  std::optional<std::string> datasum{};   ///< computed; as stated where it cannot be (variable-length arrays)
  std::optional<std::string> checksum{};  ///< as stated
};

/// Everything but the checksum of the data. `hdu` counts from 1, as FitsFile does.
HduFacts describe_hdu(engine::FitsFile& file, int hdu);
/// With it: reads all rows.
HduFacts describe_summed_hdu(engine::FitsFile& file, int hdu);
/// Rows of variable-length arrays lie in a heap behind the table, which is not summed here.
bool has_heap(engine::FitsFile& file, int hdu);

inline constexpr std::size_t rows_at_once = 65536;

}  // namespace catalog::ingest
