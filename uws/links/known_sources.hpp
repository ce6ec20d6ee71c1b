/// A small table of sources that ground-based gamma-ray telescopes look at.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace uws {

/// Positions are ICRS degrees of the counterpart: of the radio or optical nucleus, the star or the pulsar,
/// good to 0.01 deg; of supernova remnants and other extended objects the catalogued centre, good to the
/// object's size.
struct KnownSource {
  std::string_view name;
  double ra, dec;
  std::string_view type;
  std::string_view aliases;  ///< separated by '|'
};

std::span<KnownSource const> known_sources();

/// What counts of a name: letters and digits in lower case, and signs; "PKS 2155-304" and "pks2155-304" are
/// one. The same as target_key of the catalogue.
std::string name_key(std::string_view name);

}  // namespace uws
