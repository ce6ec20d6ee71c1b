/// Reading PostgreSQL's two output forms of a cell: scalars and the elements of arrays.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "catalog/table/cell_shape.hpp"
#include "catalog/table/rows.hpp"

namespace catalog {

/// Big-endian unsigned number of 1, 2, 4 or 8 bytes.
template <class Unsigned>
Unsigned big_endian(char const* bytes) {
  Unsigned value = 0;
  for (std::size_t i = 0; i < sizeof(Unsigned); ++i)
    value =
        static_cast<Unsigned>(value << (sizeof(Unsigned) > 1 ? 8 : 0)) | static_cast<std::uint8_t>(bytes[i]);
  return value;
}

/// A scalar that is not NULL. Text is PostgreSQL's spelling (NaN, Infinity, t, f); bytes are int2, int4,
/// int8, float4, float8 or bool by their number. Anything else is Failure(internal): the query promised the
/// type.
std::int64_t integer_of(CellFormat format, std::string_view cell);
double real_of(CellFormat format, std::string_view cell);
bool truth_of(CellFormat format, std::string_view cell);

/// "2004-12-08T22:04:04.5" (DALI 1.1 section 3.3.3) from PostgreSQL's "2004-12-08 22:04:04.5", with or
/// without +00, or from its eight bytes (microseconds since 2000-01-01).
std::string timestamp_of(CellFormat format, std::string_view cell);

/// Steps through the elements of an array cell, whatever its dimensions, last index fastest.
class ArrayElements {
 public:
  ArrayElements(CellFormat format, std::string_view cell);
  bool next();                                      ///< false behind the last element
  std::optional<std::string_view> element() const;  ///< nothing for NULL

 private:
  bool next_text();
  bool next_binary();

  CellFormat format_;
  std::string_view rest_;
  std::size_t left_ = 0;  ///< of a binary array
  std::optional<std::string_view> element_;
};

}  // namespace catalog
