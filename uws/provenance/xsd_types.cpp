#include "uws/provenance/xsd_types.hpp"

#include <cstdint>
#include <limits>

#include "engine/base/text.hpp"

namespace uws::prov {

std::string_view xsd_type(Value const& value) {
  switch (value.kind) {
    case ValueKind::text: return "xsd:string";
    case ValueKind::integer: {
      auto const number = engine::whole_number(value.text);
      using Limits = std::numeric_limits<std::int32_t>;
      bool const fits = number && *number >= Limits::min() && *number <= Limits::max();
      return fits ? "xsd:int" : "xsd:long";
    }
    case ValueKind::real: return "xsd:double";
    case ValueKind::instant: return "xsd:dateTime";
    case ValueKind::name: return "xsd:QName";
  }
  return "";
}

}  // namespace uws::prov
