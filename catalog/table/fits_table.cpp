#include "catalog/table/fits_table.hpp"

#include <algorithm>
#include <limits>

#include "catalog/table/cell_text.hpp"
#include "catalog/table/fits_cards.hpp"
#include "engine/base/expects.hpp"

namespace catalog {

namespace {

char fits_letter(Datatype datatype) {
  switch (datatype) {
    case Datatype::boolean: return 'L';
    case Datatype::unsigned_byte: return 'B';
    case Datatype::short_int: return 'I';
    case Datatype::int_: return 'J';
    case Datatype::long_: return 'K';
    case Datatype::float_: return 'E';
    case Datatype::double_: return 'D';
    case Datatype::char_:
    case Datatype::unicode_char: return 'A';
  }
  EXPECTS(false && "datatype out of range");
  return 'A';
}

std::string tform(FitsColumn const& c, FitsLayout const& layout) {
  char const letter = fits_letter(c.shape.datatype);
  if (c.in_heap)
    return std::string(layout.wide_descriptors ? "1Q" : "1P") + letter + '(' + std::to_string(c.most) + ')';
  std::uint64_t const repeat = c.variable      ? std::max<std::uint64_t>(c.most, 1)
                               : c.shape.array ? c.shape.fixed
                                               : 1;
  return std::to_string(repeat) + letter;
}

bool is_whole(Datatype d) { return d == Datatype::short_int || d == Datatype::int_ || d == Datatype::long_; }

void append_column_cards(FitsCards& cards, FitsColumn const& c, FitsLayout const& layout,
                         std::size_t number) {
  std::string const n = std::to_string(number);
  cards.text("TTYPE" + n, c.column.name);
  cards.text("TFORM" + n, tform(c, layout));
  cards.text_if("TUNIT" + n, c.column.unit);
  if (is_whole(c.shape.datatype) && c.null_seen) cards.integer("TNULL" + n, null_integer(c.shape.datatype));
  bool const matrix = !c.variable && c.shape.array && c.column.arraysize.find('x') != std::string::npos;
  if (matrix) {
    std::string dims = c.column.arraysize;
    std::replace(dims.begin(), dims.end(), 'x', ',');
    cards.text("TDIM" + n, "(" + dims + ")");
  }
  // Not in the standard, but read and written by STIL and TOPCAT.
  cards.text_if("TUCD" + n, c.column.ucd);
  cards.text_if("TCOMM" + n, c.column.description);
}

}  // namespace

FitsColumn::FitsColumn(Column const& the_column) : column(the_column), shape(shape_of(the_column)) {
  if (shape.datatype == Datatype::unsigned_byte) shape.datatype = Datatype::short_int;
  variable = shape.text || (shape.array && shape.fixed == 0);
}

std::size_t FitsColumn::element_bytes() const { return shape.text ? 1 : bytes_of(shape.datatype); }

std::size_t cell_bytes(FitsColumn const& c, FitsLayout const& layout) {
  if (c.in_heap) return layout.wide_descriptors ? 16 : 8;
  if (c.variable) return std::max<std::size_t>(c.most, 1);
  return c.element_bytes() * (c.shape.array ? c.shape.fixed : 1);
}

FitsLayout lay_out(std::vector<FitsColumn>& columns, std::uint64_t rows) {
  constexpr std::uint64_t small_padding = 1 << 20;
  FitsLayout layout{.rows = rows};
  for (FitsColumn& c : columns) {
    std::uint64_t const padded = c.most * rows;
    c.in_heap = c.variable && (!c.shape.text || padded > 4 * c.total + small_padding);
    if (c.in_heap) layout.heap_bytes += c.total * c.element_bytes();
  }
  layout.wide_descriptors = layout.heap_bytes > std::numeric_limits<std::int32_t>::max();
  for (FitsColumn const& c : columns) layout.row_bytes += cell_bytes(c, layout);
  return layout;
}

void append_fits_headers(std::string& out, std::vector<FitsColumn> const& columns, FitsLayout const& layout,
                         TableFrame const& frame, Ending const& ending) {
  FitsCards primary(out);
  primary.logical("SIMPLE", true, "FITS standard 4.0");
  primary.integer("BITPIX", 8);
  primary.integer("NAXIS", 0);
  primary.logical("EXTEND", true);
  primary.end();

  FitsCards cards(out);
  cards.text("XTENSION", "BINTABLE", "binary table");
  cards.integer("BITPIX", 8);
  cards.integer("NAXIS", 2);
  cards.integer("NAXIS1", static_cast<std::int64_t>(layout.row_bytes), "bytes of a row");
  cards.integer("NAXIS2", static_cast<std::int64_t>(layout.rows), "rows");
  cards.integer("PCOUNT", static_cast<std::int64_t>(layout.heap_bytes), "bytes of the heap");
  cards.integer("GCOUNT", 1);
  cards.integer("TFIELDS", static_cast<std::int64_t>(columns.size()), "columns");
  cards.text("EXTNAME", "RESULT");
  for (std::size_t i = 0; i < columns.size(); ++i) append_column_cards(cards, columns[i], layout, i + 1);
  cards.text("QSTATUS", ending.overflow ? "OVERFLOW" : "OK", "TAP QUERY_STATUS");
  if (ending.overflow) cards.commentary("COMMENT", "There are more rows than the limit (MAXREC) allowed.");
  for (Info const& info : frame.infos) cards.commentary("HISTORY", info.name + ": " + info.value);
  cards.end();
}

}  // namespace catalog
