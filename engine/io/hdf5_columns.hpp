/// How the columns of a binary table become HDF5 datasets: no HDF5 in here, so that it can be tested alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/io/fits_table.hpp"

namespace engine {

/// The stored number types; all are big endian in memory, as they lie in FITS rows.
enum class Element { int8, uint8, int16, uint16, int32, uint32, int64, uint64, float32, float64, text };

struct ColumnDataset {
  enum class Change { none, flip_sign, logical, to_double };
  FitsColumn column;
  Element element = Element::float64;
  std::size_t per_row = 1;        ///< elements in a row; 0 if the column has none
  std::size_t element_bytes = 8;  ///< for text: the whole cell
  Change change = Change::none;
};

ColumnDataset dataset_of(FitsColumn const& column);

/// Replaces `out` by the values of one column of some rows, one behind the other, big endian.
void gather(ColumnDataset const& dataset, std::span<std::byte const> rows, std::size_t row_bytes,
            std::vector<std::byte>& out);

}  // namespace engine
