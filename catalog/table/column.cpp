#include "catalog/table/column.hpp"

#include "engine/base/expects.hpp"

namespace catalog {

std::string_view votable_word(Datatype datatype) {
  switch (datatype) {
    case Datatype::boolean: return "boolean";
    case Datatype::unsigned_byte: return "unsignedByte";
    case Datatype::short_int: return "short";
    case Datatype::int_: return "int";
    case Datatype::long_: return "long";
    case Datatype::float_: return "float";
    case Datatype::double_: return "double";
    case Datatype::char_: return "char";
    case Datatype::unicode_char: return "unicodeChar";
  }
  EXPECTS(false && "datatype out of range");
  return {};
}

}  // namespace catalog
