#include "catalog/table/cell_shape.hpp"

#include <algorithm>

#include "engine/base/expects.hpp"
#include "engine/base/text.hpp"

namespace catalog {

std::optional<ArraySize> parse_arraysize(std::string_view text) {
  constexpr std::int64_t most = 1'000'000'000;
  ArraySize size;
  std::vector<std::string> const dimensions = engine::split(text, 'x');
  for (std::size_t i = 0; i < dimensions.size(); ++i) {
    std::string_view word = dimensions[i];
    bool const star = i + 1 == dimensions.size() && !word.empty() && word.back() == '*';
    if (star) word.remove_suffix(1);
    size.variable = size.variable || star;
    if (star && word.empty()) continue;
    auto const count = engine::whole_number(word);
    if (!count || *count < 0 ||
        *count > most / static_cast<std::int64_t>(std::max<std::size_t>(size.elements, 1)))
      return std::nullopt;
    if (star)
      size.at_most = size.elements * static_cast<std::size_t>(*count);
    else
      size.elements *= static_cast<std::size_t>(*count);
  }
  return size;
}

CellShape shape_of(Column const& column) {
  CellShape shape;
  shape.datatype = column.datatype;
  shape.text = is_text(column.datatype);
  shape.timestamp = shape.text && column.xtype == "timestamp";
  ArraySize const size =
      parse_arraysize(column.arraysize).value_or(ArraySize{.elements = 1, .variable = true});
  bool const scalar = column.arraysize.empty() || column.arraysize == "1";
  shape.array = !shape.text && !scalar;
  if (!size.variable && !(shape.text && scalar)) shape.fixed = size.elements;
  shape.at_most = size.at_most;
  return shape;
}

std::vector<CellShape> shapes_of(std::vector<Column> const& columns) {
  std::vector<CellShape> shapes;
  shapes.reserve(columns.size());
  std::transform(columns.begin(), columns.end(), std::back_inserter(shapes), shape_of);
  return shapes;
}

std::string published_arraysize(Column const& column) {
  bool const scalar = column.arraysize.empty() || column.arraysize == "1";
  if (is_text(column.datatype)) return scalar ? "*" : column.arraysize;
  return scalar ? "" : column.arraysize;
}

std::size_t bytes_of(Datatype datatype) {
  switch (datatype) {
    case Datatype::boolean:
    case Datatype::unsigned_byte:
    case Datatype::char_: return 1;
    case Datatype::short_int:
    case Datatype::unicode_char: return 2;
    case Datatype::int_:
    case Datatype::float_: return 4;
    case Datatype::long_:
    case Datatype::double_: return 8;
  }
  EXPECTS(false && "datatype out of range");
  return 0;
}

}  // namespace catalog
