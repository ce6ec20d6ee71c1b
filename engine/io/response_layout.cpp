#include "engine/io/response_layout.hpp"

#include <algorithm>
#include <string>

namespace engine {

namespace {

std::vector<ResponseLayout> make_layouts() {
  LayoutAxis const energy{"ENERG", "ETRUE", AxisScale::logarithmic, CellUnit::energy};
  LayoutAxis const offset{"THETA", "", AxisScale::linear, CellUnit::angle};
  LayoutAxis const migration{"MIGRA", "", AxisScale::linear, CellUnit::none};
  LayoutAxis const radius{"RAD", "", AxisScale::linear, CellUnit::angle};
  LayoutAxis const lon{"DETX", "", AxisScale::linear, CellUnit::angle};
  LayoutAxis const lat{"DETY", "", AxisScale::linear, CellUnit::angle};
  LayoutColumn const background{"BKG", "BGD", CellUnit::rate};
  // The versions of the format disagree on the unit of SCALE (none, then sr-1); its size does not matter.
  return {
      {ResponseKind::aeff_2d, "aeff", "AEFF_2D", {energy, offset}, {{"EFFAREA", "", CellUnit::area}}, {0, 1}},
      {ResponseKind::edisp_2d,
       "edisp",
       "EDISP_2D",
       {energy, migration, offset},
       {{"MATRIX", "", CellUnit::none}},
       {1, 0, 2}},
      {ResponseKind::psf_table,
       "psf",
       "PSF_TABLE",
       {energy, offset, radius},
       {{"RPSF", "", CellUnit::per_solid_angle}},
       {2, 0, 1}},
      {ResponseKind::psf_3gauss,
       "psf",
       "PSF_3GAUSS",
       {energy, offset},
       {{"SCALE", "", CellUnit::any},
        {"SIGMA_1", "", CellUnit::angle},
        {"SIGMA_2", "", CellUnit::angle},
        {"SIGMA_3", "", CellUnit::angle},
        {"AMPL_2", "", CellUnit::none},
        {"AMPL_3", "", CellUnit::none}},
       {0, 1}},
      {ResponseKind::psf_king,
       "psf",
       "PSF_KING",
       {energy, offset},
       {{"SIGMA", "", CellUnit::angle}, {"GAMMA", "", CellUnit::none}},
       {0, 1}},
      {ResponseKind::bkg_2d, "bkg", "BKG_2D", {energy, offset}, {background}, {0, 1}},
      {ResponseKind::bkg_3d, "bkg", "BKG_3D", {energy, lon, lat}, {background}, {0, 1, 2}},
      {ResponseKind::rad_max_2d,
       "rad_max",
       "RAD_MAX_2D",
       {energy, offset},
       {{"RAD_MAX", "", CellUnit::angle}},
       {0, 1}}};
}

bool fits(FitsTable const& table, ResponseLayout const& layout) {
  auto const has_axis = [&](LayoutAxis const& axis) {
    return find_column(table, axis.stem, axis.alias, "_LO") != nullptr;
  };
  auto const has_column = [&](LayoutColumn const& column) {
    return find_column(table, column.name, column.alias) != nullptr;
  };
  return std::all_of(layout.axes.begin(), layout.axes.end(), has_axis) &&
         std::all_of(layout.columns.begin(), layout.columns.end(), has_column);
}

}  // namespace

ResponseLayout const* layout_of(FitsTable const& table) {
  static std::vector<ResponseLayout> const layouts = make_layouts();
  auto const found = std::find_if(layouts.begin(), layouts.end(),
                                  [&](ResponseLayout const& layout) { return fits(table, layout); });
  return found == layouts.end() ? nullptr : &*found;
}

FitsColumn const* find_column(FitsTable const& table, std::string_view name, std::string_view alias,
                              std::string_view end) {
  FitsColumn const* const column = table.find(std::string(name) + std::string(end));
  if (column != nullptr || alias.empty()) return column;
  return table.find(std::string(alias) + std::string(end));
}

}  // namespace engine
