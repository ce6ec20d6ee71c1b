/// Columns of a binary table from the bytes of its rows to numbers, a block at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "engine/io/column_units.hpp"
#include "engine/io/fits_table.hpp"
#include "engine/model/events.hpp"

namespace engine {

/// Whole rows as they lie in the file; `first` is the number of the first one, from 0, for messages.
struct RawRows {
  std::span<std::byte const> bytes;
  std::size_t row_bytes = 0, count = 0, first = 0;
};

/// The one column of that name (any case) that holds one number per row. Refuses with a sentence: none (with
/// the nearest there is), several, text, vectors, bits.
FitsColumn const& single_number_column(FitsTable const& table, std::string_view name);

/// out[i] = canonical value of row i: TSCAL and TZERO, then the unit. TNULL gives NaN; NaN and infinities
/// pass through. An unsigned 64-bit column is added up exactly before it is rounded to double.
void decode_reals(FitsColumn const& column, RawRows const& rows, UnitConversion unit, std::span<double> out);

/// A column by the rule of ColumnSet::extra, in its own unit. Decided by the header alone, so that all blocks
/// of a file have one type:
/// - L, and B, I, J, K without TSCAL and TNULL and with a whole TZERO, are int64; a logical is 1 where it is
///   'T' and else 0, as astropy reads it;
/// - all others are double.
/// A number that would lose digits in its type - an unsigned one from 2^63 on, a 64-bit one from 2^53 on in a
/// column that TNULL makes double - is refused, naming the row: it is mostly an identifier.
ColumnValues decode_extra(FitsTable const& table, FitsColumn const& column, RawRows const& rows);

}  // namespace engine
