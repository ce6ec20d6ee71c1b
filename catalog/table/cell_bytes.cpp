#include "catalog/table/cell_bytes.hpp"

#include <bit>
#include <limits>

#include "catalog/table/cell_text.hpp"
#include "catalog/table/pg_cell.hpp"

namespace catalog {

namespace {

template <class Unsigned>
void append_big_endian(std::string& out, Unsigned value) {
  char bytes[sizeof(Unsigned)];
  for (std::size_t i = 0; i < sizeof(Unsigned); ++i)
    bytes[i] = static_cast<char>((value >> (8 * (sizeof(Unsigned) - 1 - i))) & 0xFF);
  out.append(bytes, sizeof(Unsigned));
}

void append_integer(std::string& out, Datatype datatype, std::int64_t value) {
  std::size_t const bytes = bytes_of(datatype);
  bool const byte = bytes == 1;
  std::int64_t const highest = byte ? 255 : std::numeric_limits<std::int64_t>::max() >> (64 - 8 * bytes);
  if (value > highest || value < (byte ? 0 : -highest - 1)) value = null_integer(datatype);
  switch (bytes) {
    case 1: return append_big_endian(out, static_cast<std::uint8_t>(value));
    case 2: return append_big_endian(out, static_cast<std::uint16_t>(value));
    case 4: return append_big_endian(out, static_cast<std::uint32_t>(value));
    default: return append_big_endian(out, static_cast<std::uint64_t>(value));
  }
}

}  // namespace

void append_scalar(std::string& out, Datatype datatype, CellFormat format, std::string_view cell) {
  bool const as_stored =
      format == CellFormat::binary && datatype != Datatype::boolean && cell.size() == bytes_of(datatype);
  if (as_stored) {
    out += cell;
  } else if (datatype == Datatype::boolean) {
    out += truth_of(format, cell) ? 'T' : 'F';
  } else if (datatype == Datatype::double_) {
    append_big_endian(out, std::bit_cast<std::uint64_t>(real_of(format, cell)));
  } else if (datatype == Datatype::float_) {
    append_big_endian(out, std::bit_cast<std::uint32_t>(static_cast<float>(real_of(format, cell))));
  } else {
    append_integer(out, datatype, integer_of(format, cell));
  }
}

void append_null_scalar(std::string& out, Datatype datatype) {
  if (datatype == Datatype::boolean)
    out += '?';
  else if (datatype == Datatype::double_)
    append_big_endian(out, std::bit_cast<std::uint64_t>(std::numeric_limits<double>::quiet_NaN()));
  else if (datatype == Datatype::float_)
    append_big_endian(out, std::bit_cast<std::uint32_t>(std::numeric_limits<float>::quiet_NaN()));
  else
    append_integer(out, datatype, null_integer(datatype));
}

std::size_t append_elements(std::string& out, CellShape const& shape, CellFormat format,
                            std::string_view cell) {
  if (!shape.array) {
    append_scalar(out, shape.datatype, format, cell);
    return 1;
  }
  std::size_t count = 0;
  for (ArrayElements elements(format, cell); elements.next(); ++count) {
    if (auto const element = elements.element())
      append_scalar(out, shape.datatype, format, *element);
    else
      append_null_scalar(out, shape.datatype);
  }
  return count;
}

void append_count(std::string& out, std::size_t count) {
  append_big_endian(out, static_cast<std::uint32_t>(count));
}

void overwrite_count(std::string& out, std::size_t at, std::size_t count) {
  std::string bytes;
  append_count(bytes, count);
  out.replace(at, bytes.size(), bytes);
}

}  // namespace catalog
