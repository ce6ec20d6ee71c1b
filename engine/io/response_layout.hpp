/// The columns of the response formats of GADF, and in which order their cells are kept here.
#pragma once

#include <string_view>
#include <vector>

#include "engine/io/fits_table.hpp"
#include "engine/responses/grid_axis.hpp"

namespace engine {

enum class ResponseKind { aeff_2d, edisp_2d, psf_table, psf_3gauss, psf_king, bkg_2d, bkg_3d, rad_max_2d };

/// What the numbers of a column measure. Canonical: TeV, rad, m2, sr-1, and s-1 MeV-1 sr-1 for rates.
enum class CellUnit { none, any, energy, angle, area, per_solid_angle, rate };

struct LayoutAxis {
  std::string_view stem, alias;  ///< "ENERG" has the columns ENERG_LO and ENERG_HI; an alias may be empty
  AxisScale scale;
  CellUnit unit;
};
struct LayoutColumn {
  std::string_view name, alias;
  CellUnit unit;
};
struct ResponseLayout {
  ResponseKind kind;
  std::string_view type;         ///< HDU_TYPE of the HDU index: "aeff"
  std::string_view name;         ///< "AEFF_2D"
  std::vector<LayoutAxis> axes;  ///< in the order of the format's text
  std::vector<LayoutColumn> columns;
  std::vector<std::size_t> kept;  ///< the axes in our order, fastest first, as indices of `axes`
};

/// The format of a table by its columns: they tell more than its HDU classes, of which several spellings are
/// met. Nothing if it is none of these.
ResponseLayout const* layout_of(FitsTable const& table);

FitsColumn const* find_column(FitsTable const& table, std::string_view name, std::string_view alias,
                              std::string_view end = {});

}  // namespace engine
