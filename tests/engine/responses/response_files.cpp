#include "response_files.hpp"

#include <algorithm>
#include <cstdint>

#include "engine/base/failure.hpp"
#include "tests/support/temporary_directory.hpp"

namespace test_support {

using namespace engine;

namespace {

std::string form(std::size_t count, char code = 'E') { return std::to_string(count) + code; }

CellColumn of(std::string const& name, std::string const& unit, std::vector<double> const& cells,
              std::vector<std::int64_t> const& dims = {}) {
  return {name, form(cells.size()), unit, cells, dims};
}

std::vector<double> counted(std::size_t n, double scale = 1) {
  std::vector<double> out;
  for (std::size_t i = 1; i <= n; ++i) out.push_back(scale * static_cast<double>(i));
  return out;
}

ResponseFile with_axes(std::vector<CellColumn> more) {
  ResponseFile out;
  out.columns = {of("ENERG_LO", "TeV", {0.1, 1}), of("ENERG_HI", "TeV", {1, 10}),
                 of("THETA_LO", "deg", {0, 1, 2}), of("THETA_HI", "deg", {1, 2, 3})};
  out.columns.insert(out.columns.end(), more.begin(), more.end());
  return out;
}

}  // namespace

CellColumn& ResponseFile::column(std::string const& name) {
  return *std::find_if(columns.begin(), columns.end(), [&](auto const& c) { return c.name == name; });
}
ResponseFile& ResponseFile::without(std::string const& name) {
  std::erase_if(columns, [&](auto const& c) { return c.name == name; });
  return *this;
}
ResponseFile& ResponseFile::with_key(std::string const& keyword, std::string const& value) {
  keys.push_back({keyword, value, ""});
  return *this;
}
ResponseFile& ResponseFile::with_key(std::string const& keyword, double value) {
  keys.push_back({keyword, value, ""});
  return *this;
}

ResponseFile area_file() { return with_axes({of("EFFAREA", "m2", counted(6), {2, 3})}); }
ResponseFile dispersion_file() {
  return with_axes(
      {of("MIGRA_LO", "", {0.5, 1}), of("MIGRA_HI", "", {1, 1.5}), of("MATRIX", "", counted(12), {2, 2, 3})});
}
ResponseFile psf_table_file() {
  return with_axes({of("RAD_LO", "deg", {0, 0.1, 0.2, 0.3}), of("RAD_HI", "deg", {0.1, 0.2, 0.3, 0.4}),
                    of("RPSF", "sr-1", counted(24), {2, 3, 4})});
}
ResponseFile gauss_file() {
  ResponseFile out = with_axes({});
  for (std::string const name : {"SCALE", "SIGMA_1", "AMPL_2", "SIGMA_2", "AMPL_3", "SIGMA_3"})
    out.columns.push_back(
        of(name, name.starts_with("SIGMA") ? "deg" : "", std::vector<double>(6, 0.1), {2, 3}));
  return out;
}
ResponseFile king_file() {
  return with_axes({of("GAMMA", "", std::vector<double>(6, 2.0), {2, 3}),
                    of("SIGMA", "deg", std::vector<double>(6, 0.1), {2, 3})});
}
ResponseFile background_2d_file() {
  return with_axes({of("BKG", "s-1 MeV-1 sr-1", counted(6, 1e-6), {2, 3})});
}
ResponseFile background_3d_file() {
  ResponseFile out;
  out.columns = {of("ENERG_LO", "TeV", {0.1, 1}),
                 of("ENERG_HI", "TeV", {1, 10}),
                 of("DETX_LO", "deg", {-3, -1, 1}),
                 of("DETX_HI", "deg", {-1, 1, 3}),
                 of("DETY_LO", "deg", {-2, -1, 0, 1}),
                 of("DETY_HI", "deg", {-1, 0, 1, 2}),
                 of("BKG", "s-1 MeV-1 sr-1", counted(24, 1e-6), {2, 3, 4})};
  out.with_key("FOVALIGN", "ALTAZ");
  return out;
}
ResponseFile rad_max_file() { return with_axes({of("RAD_MAX", "deg", counted(6, 0.1), {2, 3})}); }

void write(std::string const& path, std::vector<ResponseFile> const& tables) {
  FitsWriter file = FitsWriter::create(path);
  for (ResponseFile const& table : tables) {
    std::vector<FitsColumnFormat> formats;
    for (CellColumn const& column : table.columns)
      formats.push_back({column.name, column.format, column.unit, column.dims});
    file.table(table.extname, formats);
    for (std::size_t row = 0; row < table.rows; ++row)
      for (std::size_t c = 0; c < table.columns.size(); ++c)
        if (!table.columns[c].cells.empty())
          file.column(static_cast<int>(c + 1), table.columns[c].cells, static_cast<std::int64_t>(row));
    file.keys(table.keys);
  }
  file.close();
}

LoadedResponse read(ResponseFile const& table, std::string const& type) {
  TemporaryDirectory folder;
  write(folder.file("response.fits"), {table});
  FitsFile file = FitsFile::open(folder.file("response.fits"));
  return read_response(file, 2, type);
}

std::string refusal(ResponseFile const& table, std::string const& type) {
  try {
    read(table, type);
    return "";
  } catch (Failure const& failure) {
    return failure.fault() == Fault::bad_data ? failure.what() : "another fault";
  }
}

}  // namespace test_support
