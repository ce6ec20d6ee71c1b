#include "engine/simulate/response_hdus.hpp"

#include <numbers>

#include "engine/io/gadf_keys.hpp"
#include "engine/simulate/defect_effects.hpp"

namespace engine {

std::vector<ResponseHdu> const& response_hdus() {
  static std::vector<ResponseHdu> const all{{"aeff", "aeff_2d", "AEFF"},
                                            {"edisp", "edisp_2d", "EDISP"},
                                            {"psf", "psf_table", "PSF"},
                                            {"bkg", "bkg_2d", "BKG"}};
  return all;
}

namespace {

/// A table of one row that is filled column by column.
class ResponseTable {
 public:
  void axis(std::string const& name, TableAxis const& axis, std::string const& unit, double factor = 1) {
    add(name + "_LO", axis.lo, unit, factor);
    add(name + "_HI", axis.hi, unit, factor);
  }
  void energy(TableAxis const& a) { axis("ENERG", a, "TeV"); }
  void angle(std::string const& name, TableAxis const& a) { axis(name, a, "deg", 180 / std::numbers::pi); }
  /// `dims`: the axis that runs fastest first.
  void cells(std::string const& name, std::vector<double> const& values, std::string const& unit,
             std::vector<std::size_t> const& dims, double factor = 1) {
    add(name, values, unit, factor);
    columns_.back().dims.assign(dims.begin(), dims.end());
  }

  void write(FitsWriter& file, std::string const& extname) const {
    file.table(extname, columns_);
    for (std::size_t i = 0; i < values_.size(); ++i) file.column(static_cast<int>(i) + 1, values_[i]);
  }

 private:
  void add(std::string const& name, std::vector<double> values, std::string const& unit, double factor) {
    for (double& value : values) value *= factor;
    columns_.push_back({name, std::to_string(values.size()) + "E", unit});
    values_.push_back(std::move(values));
  }
  std::vector<FitsColumnFormat> columns_;
  std::vector<std::vector<double>> values_;
};

std::vector<FitsKey> class_keys(std::string const& class2, std::string const& class4) {
  std::vector<FitsKey> keys = gadf_class_keys("RESPONSE", class2);
  keys.push_back({"HDUCLAS3", std::string("FULL-ENCLOSURE"), "no cut on the direction"});
  keys.push_back({"HDUCLAS4", class4, "format of the table"});
  return keys;
}

ResponseTable area_hdu(EffectiveAreaTable const& t) {
  ResponseTable table;
  table.energy(t.energy_tev);
  table.angle("THETA", t.offset_rad);
  table.cells("EFFAREA", t.area_m2, "m2", {t.energy_tev.size(), t.offset_rad.size()});
  return table;
}

ResponseTable dispersion_hdu(EnergyDispersionTable const& t) {
  ResponseTable table;
  table.energy(t.energy_tev);
  table.axis("MIGRA", t.migra, "");
  table.angle("THETA", t.offset_rad);
  table.cells("MATRIX", t.density, "", {t.energy_tev.size(), t.migra.size(), t.offset_rad.size()});
  return table;
}

ResponseTable psf_hdu(PointSpreadTable const& t) {
  ResponseTable table;
  table.energy(t.energy_tev);
  table.angle("THETA", t.offset_rad);
  table.angle("RAD", t.radius_rad);
  table.cells("RPSF", t.density_per_sr, "sr-1",
              {t.energy_tev.size(), t.offset_rad.size(), t.radius_rad.size()});
  return table;
}

ResponseTable background_hdu(BackgroundTable const& t, PlantedDefects const& defects) {
  constexpr double per_mev = 1e-6;  // of a rate per TeV
  ResponseTable table;
  table.energy(t.energy_tev);
  table.angle("THETA", t.offset_rad);
  table.cells("BKG", t.rate_per_s_tev_sr, background_unit(defects),
              {t.energy_tev.size(), t.offset_rad.size()}, per_mev);
  return table;
}

}  // namespace

void write_responses(FitsWriter& file, ResponseTables const& tables, std::vector<FitsKey> const& common,
                     PlantedDefects const& defects) {
  auto const write = [&](ResponseTable const& table, std::size_t number, TableKind kind,
                         std::vector<FitsKey> keys) {
    append(keys, common);
    spoil_keys(defects, kind, keys);
    table.write(file, response_hdus()[number].extname);
    file.keys(keys);
  };
  std::vector<FitsKey> area_keys = class_keys("EFF_AREA", "AEFF_2D");
  area_keys.push_back({"LO_THRES", in_tev(tables.area.low_threshold), "[TeV] safe energies start here"});
  area_keys.push_back({"HI_THRES", in_tev(tables.area.high_threshold), "[TeV] safe energies stop here"});
  write(area_hdu(tables.area), 0, TableKind::effective_area, area_keys);
  write(dispersion_hdu(tables.dispersion), 1, TableKind::dispersion, class_keys("EDISP", "EDISP_2D"));
  write(psf_hdu(tables.psf), 2, TableKind::point_spread, class_keys("PSF", "PSF_TABLE"));
  write(background_hdu(tables.background, defects), 3, TableKind::background, class_keys("BKG", "BKG_2D"));
}

}  // namespace engine
