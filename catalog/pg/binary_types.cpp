#include "catalog/pg/binary_types.hpp"

namespace catalog::pg {

namespace {

// pg_type.dat; these numbers are fixed for ever.
enum Oid : unsigned {
  bool_ = 16,
  char_oid = 18,
  name = 19,
  int8 = 20,
  int2 = 21,
  int4 = 23,
  text = 25,
  json = 114,
  xml = 142,
  float4 = 700,
  float8 = 701,
  unknown = 705,
  bool_array = 1000,
  int2_array = 1005,
  int4_array = 1007,
  int8_array = 1016,
  float4_array = 1021,
  float8_array = 1022,
  bpchar = 1042,
  varchar = 1043,
  first_of_users = 16384
};

bool is_text_type(unsigned oid) {
  return oid == text || oid == varchar || oid == bpchar || oid == name || oid == char_oid || oid == json ||
         oid == xml || oid == unknown || oid >= first_of_users;
}

}  // namespace

bool delivers(unsigned oid, Column const& column) {
  bool const array = !column.arraysize.empty();
  switch (column.datatype) {
    case Datatype::boolean: return oid == (array ? bool_array : bool_);
    case Datatype::unsigned_byte:
    case Datatype::short_int: return oid == (array ? int2_array : int2);
    case Datatype::int_: return oid == (array ? int4_array : int4);
    case Datatype::long_: return oid == (array ? int8_array : int8);
    case Datatype::float_: return oid == (array ? float4_array : float4);
    case Datatype::double_: return oid == (array ? float8_array : float8);
    case Datatype::char_:
    case Datatype::unicode_char: return is_text_type(oid);
  }
  return false;
}

}  // namespace catalog::pg
