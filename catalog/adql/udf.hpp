/// The user-defined functions: what the service declares in its capabilities (TAPRegExt, features-udf), and
/// what they are in PostgreSQL. Names as in the IVOA catalogue of ADQL user-defined functions where it has
/// them.
#pragma once

#include <span>
#include <string_view>

#include "catalog/adql/types.hpp"

namespace catalog::adql {

struct UdfRow {
  std::string_view name;       ///< in lower case
  std::string_view signature;  ///< "ivo_hasword(haystack TEXT, needle TEXT) -> INTEGER"
  std::string_view description;
  std::span<Kind const> arguments;
  Kind result = Kind::integer;
  std::string_view sql;  ///< with {1}, {2}, ... for the arguments
  std::string_view unit = {}, ucd = {};
  bool aggregate = false, repeatable = true;
};

/// All of them; a name may have several rows with different arguments.
std::span<UdfRow const> udf_table();

}  // namespace catalog::adql
