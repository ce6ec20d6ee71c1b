#include "engine/check/unit_expression.hpp"

#include "engine/base/expects.hpp"

namespace engine {

bool measures(UnitExpression const& unit, Measure measure) {
  auto const is = [&](int energy, int length, int time, int angle) {
    return unit.energy == energy && unit.length == length && unit.time == time && unit.angle == angle;
  };
  switch (measure) {
    case Measure::none: return unit.dimensionless();
    case Measure::energy: return is(1, 0, 0, 0);
    case Measure::angle: return is(0, 0, 0, 1);
    case Measure::time: return is(0, 0, 1, 0);
    case Measure::area: return is(0, 2, 0, 0);
    case Measure::per_solid_angle: return is(0, 0, 0, -2);
    case Measure::rate_density: return is(-1, 0, -1, -2);
    case Measure::anything: return true;
  }
  EXPECTS(false && "measure out of range");
  return false;
}

std::string_view unit_of_format(Measure measure) {
  switch (measure) {
    case Measure::energy: return "TeV";
    case Measure::angle: return "deg";
    case Measure::time: return "s";
    case Measure::area: return "m2";
    case Measure::per_solid_angle: return "sr-1";
    case Measure::rate_density: return "s-1 MeV-1 sr-1";
    case Measure::none:
    case Measure::anything: return "";
  }
  EXPECTS(false && "measure out of range");
  return {};
}

}  // namespace engine
