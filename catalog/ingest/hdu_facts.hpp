/// What the catalogue keeps of an HDU: its place, its classes, its checksums.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "engine/io/fits_file.hpp"

namespace catalog::ingest {

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
