/// The symbols of VOUnits 1.1, and the decimal prefixes.
#pragma once

#include <span>
#include <string_view>

#include "catalog/adql/units.hpp"

namespace catalog::adql {

struct NamedUnit {
  std::string_view symbol;
  Unit unit;
  bool takes_prefix = false;
};

struct Prefix {
  std::string_view symbol;
  double tens = 0;
};

std::span<NamedUnit const> named_units();
std::span<Prefix const> unit_prefixes();

}  // namespace catalog::adql
