/// From the unit a column states (TUNIT) to our canonical one.
#pragma once

#include <string>

#include "engine/io/fits_table.hpp"

namespace engine {

enum class Dimension { angle, energy, time };

/// canonical = value * multiply / divide. One of both is 1, so that each conversion rounds once: 500 GeV
/// divided by 1000 is 0.5 TeV exactly, times 0.001 it need not be.
struct UnitConversion {
  double multiply = 1, divide = 1;
  double operator()(double value) const { return value * multiply / divide; }
};

/// Where `unit` is empty, the unit of the GADF format holds (deg, TeV, s): GTI columns of CTA 1DC have none.
/// A unit that is not known is refused; `what` ("column ENERGY: file.fits[EVENTS]") names it in the message.
UnitConversion canonical_from(std::string const& unit, Dimension dimension, std::string const& what);

/// The same for a column of a table.
UnitConversion canonical_from(FitsTable const& table, FitsColumn const& column, Dimension dimension);

}  // namespace engine
