/// Whether a unit measures what the format demands.
#pragma once

#include <string_view>

#include "engine/check/gadf_format.hpp"
#include "engine/io/unit_expression.hpp"

namespace engine {

bool measures(UnitExpression const& unit, Measure measure);
/// The unit the format names ("TeV", "deg", ...); empty for pure numbers.
std::string_view unit_of_format(Measure measure);

}  // namespace engine
