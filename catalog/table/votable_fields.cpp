#include "catalog/table/votable_fields.hpp"

#include <array>

#include "engine/base/text.hpp"

namespace catalog {

namespace {

struct TypeRow {
  std::string_view word;
  Datatype datatype;
  bool bits = false, complex = false;
};

constexpr std::array<TypeRow, 12> types{{{"boolean", Datatype::boolean},
                                         {"bit", Datatype::unsigned_byte, true},
                                         {"unsignedByte", Datatype::unsigned_byte},
                                         {"short", Datatype::short_int},
                                         {"int", Datatype::int_},
                                         {"long", Datatype::long_},
                                         {"char", Datatype::char_},
                                         {"unicodeChar", Datatype::unicode_char},
                                         {"float", Datatype::float_},
                                         {"double", Datatype::double_},
                                         {"floatComplex", Datatype::float_, false, true},
                                         {"doubleComplex", Datatype::double_, false, true}}};

TypeRow const& type_of(std::string const& field, std::string const& word) {
  for (TypeRow const& row : types)
    if (engine::same_word(row.word, word)) return row;
  throw VotableProblem("FIELD '" + field + "' has the unknown datatype '" + word + "'");
}

}  // namespace

VotableField votable_field(std::string const& name, std::string const& datatype, std::string const& arraysize,
                           std::string const& xtype) {
  TypeRow const& type = type_of(name, datatype);
  std::string size(engine::trimmed(arraysize));
  if (!size.empty() && !parse_arraysize(size))
    throw VotableProblem("FIELD '" + name + "' has the arraysize '" + size + "'");
  bool const scalar = size.empty() || size == "1";
  VotableField field;
  field.column.name = name;
  field.column.datatype = type.datatype;
  field.column.xtype = xtype;
  field.bits = type.bits;
  field.complex = type.complex;
  field.column.arraysize = scalar ? "" : size;
  if (type.complex) field.column.arraysize = scalar ? "2" : "2x" + size;
  field.shape = shape_of(field.column);
  // Unlike our own columns, a foreign text without arraysize is a single character.
  if (field.shape.text && scalar) field.shape.fixed = 1;
  if (field.shape.text && field.column.arraysize.empty()) field.column.arraysize = "1";
  return field;
}

}  // namespace catalog
