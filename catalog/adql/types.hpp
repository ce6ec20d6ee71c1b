/// What kinds of values ADQL expressions have, and which of them go together.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "catalog/adql/ast.hpp"
#include "catalog/table/column.hpp"

namespace catalog::adql {

/// The kinds the translator tells apart. PostgreSQL has for them: integer int2, int4, int8; real float4,
/// float8; text text; timestamp timestamp; boolean bool; the geometries float8[] (schema adql); array any
/// numeric array.
enum class Kind { unknown, integer, real, text, timestamp, boolean, point, circle, polygon, region, array };

/// "a number", "a circle": for messages.
std::string_view word_of(Kind kind);

/// The kind of a declared column, by datatype, arraysize and xtype.
Kind kind_of(Column const& column);

bool is_number(Kind kind);
bool is_geometry(Kind kind);

/// The kind both can be brought to (integer and real: real; circle and polygon: region), or nothing.
/// unknown (NULL) goes with everything.
std::optional<Kind> common_kind(Kind a, Kind b);

/// The metadata of a made value of this kind: int8, float8, text, ... without name or unit.
Column column_of(Kind kind);

/// PostgreSQL's type of this kind: "int8", "float8[]".
std::string_view sql_type(Kind kind);

/// PostgreSQL's type that column.hpp promises for this column: "int2", "float8[]", "text".
std::string delivered_type(Column const& column);

Kind kind_of(CastType type);

}  // namespace catalog::adql
