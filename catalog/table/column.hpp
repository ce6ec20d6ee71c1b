/// What a column of an answer is: the metadata that a VOTable FIELD, a TAP_SCHEMA row and a CSV header are
/// made from.
#pragma once

#include <string>
#include <string_view>

namespace catalog {

/// The primitive types of VOTable 1.5 section 2.1 that the service deals in. What PostgreSQL must deliver for
/// each: boolean bool, unsigned_byte and short_int int2, int_ int4, long_ int8, float_ float4, double_
/// float8, char_ and unicode_char text; with an arraysize, the numeric ones are arrays of those types.
enum class Datatype { boolean, unsigned_byte, short_int, int_, long_, float_, double_, char_, unicode_char };

struct Column {
  std::string name;  ///< as declared or as written by the user, case kept
  Datatype datatype = Datatype::char_;
  std::string arraysize{};  ///< VOTable spelling: "" scalar, "*", "16*", "3"; texts have "*" at least
  std::string xtype{};      ///< DALI 1.1 section 3.3: timestamp, point, circle, polygon, interval, ...
  std::string unit{};       ///< VOUnits
  std::string ucd{}, utype{}, description{};

  bool operator==(Column const&) const = default;
};

/// "short", "unicodeChar": the word of the VOTable attribute.
std::string_view votable_word(Datatype datatype);

inline bool is_text(Datatype d) { return d == Datatype::char_ || d == Datatype::unicode_char; }

}  // namespace catalog
