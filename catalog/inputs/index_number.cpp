#include "catalog/inputs/index_number.hpp"

#include <string_view>

#include "engine/base/text.hpp"
#include "engine/io/sha256.hpp"

namespace catalog {

std::int64_t index_number(std::string const& obs_id) {
  auto const number = engine::whole_number(obs_id);
  if (number && *number >= 0) return *number;
  // 52 bits of the sum: 13 digits. Together below 2^53, so that a double keeps it.
  std::int64_t value = 0;
  for (char const digit : engine::sha256_of(obs_id).substr(0, 13))
    value = value * 16 + (digit <= '9' ? digit - '0' : digit - 'a' + 10);
  return (std::int64_t{1} << 52) + value;
}

}  // namespace catalog
