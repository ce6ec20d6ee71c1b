/// Names of targets as people and headers spell them.
#pragma once

#include <string>
#include <string_view>

namespace engine {

/// Without case, blanks, '_' and '-': "Crab Nebula", "CrabNebula" and "crab_nebula" have one key.
std::string target_key(std::string_view name);

/// The same key, or `wanted` is the first words of `object`: "Crab" asks for "Crab Nebula", but "PKS 21" does
/// not ask for "PKS 2155-304".
bool names_target(std::string_view wanted, std::string_view object);

}  // namespace engine
