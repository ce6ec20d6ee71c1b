#include "tests/engine/check/dl3_recipe.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "tests/support/temporary_directory.hpp"

namespace test_support {

using engine::FitsKey;

namespace {

constexpr double tstart_s = 1000, tstop_s = 1100;

std::vector<FitsKey> class_keys(std::string const& one) {
  return {{"HDUCLASS", std::string("GADF"), ""},
          {"HDUDOC", std::string("https://github.com/open-gamma-ray-astro/gamma-astro-data-formats"), ""},
          {"HDUVERS", std::string("0.3"), ""},
          {"HDUCLAS1", one, ""}};
}

void append(std::vector<FitsKey>& to, std::vector<FitsKey> const& more) {
  to.insert(to.end(), more.begin(), more.end());
}

std::vector<FitsKey> time_keys() {
  return {{"MJDREFI", std::int64_t{59000}, ""},
          {"MJDREFF", 0.5, ""},
          {"TIMEUNIT", std::string("s"), ""},
          {"TIMESYS", std::string("TT"), ""},
          {"TIMEREF", std::string("LOCAL"), ""}};
}

std::vector<FitsKey> site_keys() {
  return {{"GEOLON", 16.50022, ""}, {"GEOLAT", -23.27178, ""}, {"ALTITUDE", 1835.0, ""}};
}

TableRecipe events(std::int64_t obs_id) {
  TableRecipe table{"EVENTS"};
  table.keys = class_keys("EVENTS");
  append(table.keys, time_keys());
  append(table.keys, site_keys());
  append(table.keys, {{"OBS_ID", obs_id, ""},
                      {"TSTART", tstart_s, ""},
                      {"TSTOP", tstop_s, ""},
                      {"TELAPSE", tstop_s - tstart_s, ""},
                      {"ONTIME", 100.0, ""},
                      {"LIVETIME", 90.0, ""},
                      {"DEADC", 0.9, ""},
                      {"RA_PNT", 83.6, ""},
                      {"DEC_PNT", 22.5, ""},
                      {"EQUINOX", 2000.0, ""},
                      {"RADECSYS", std::string("ICRS"), ""},
                      {"ORIGIN", std::string("a test"), ""},
                      {"TELESCOP", std::string("HESS"), ""},
                      {"INSTRUME", std::string("phase one"), ""},
                      {"CREATOR", std::string("a test"), ""},
                      {"OBJECT", std::string("Crab Nebula"), ""},
                      {"OBS_MODE", std::string("POINTING"), ""}});
  table.columns = {{{"EVENT_ID", "1K", ""}, std::vector<std::int64_t>{1, 2, 3, 4, 5}},
                   {{"TIME", "1D", "s"}, std::vector<double>{1000, 1010.5, 1020, 1050, 1099.5}},
                   {{"RA", "1E", "deg"}, std::vector<double>{83.6, 83.7, 83.5, 84, 83}},
                   {{"DEC", "1E", "deg"}, std::vector<double>{22, 22.1, 22.2, 21.9, 22.5}},
                   {{"ENERGY", "1E", "TeV"}, std::vector<double>{1, 2, 0.6, 5, 50}}};
  return table;
}

TableRecipe good_times() {
  TableRecipe table{"GTI"};
  table.keys = class_keys("GTI");
  append(table.keys, time_keys());
  table.columns = {{{"START", "1D", "s"}, std::vector<double>{tstart_s}},
                   {{"STOP", "1D", "s"}, std::vector<double>{tstop_s}}};
  return table;
}

TableRecipe response(std::string const& extname, std::string const& two, std::string const& four) {
  TableRecipe table{extname};
  table.keys = class_keys("RESPONSE");
  append(table.keys,
         {{"HDUCLAS2", two, ""}, {"HDUCLAS3", std::string("FULL-ENCLOSURE"), ""}, {"HDUCLAS4", four, ""}});
  return table;
}

void add_axis(TableRecipe& table, std::string const& name, std::string const& unit,
              std::vector<double> const& edges) {
  std::string const format = std::to_string(edges.size() - 1) + "E";
  table.columns.push_back(
      {{name + "_LO", format, unit}, std::vector<double>(edges.begin(), edges.end() - 1)});
  table.columns.push_back(
      {{name + "_HI", format, unit}, std::vector<double>(edges.begin() + 1, edges.end())});
}

void add_array(TableRecipe& table, std::string const& name, std::string const& unit,
               std::vector<std::int64_t> const& dims) {
  std::int64_t cells = 1;
  for (std::int64_t n : dims) cells *= n;
  table.columns.push_back({{name, std::to_string(cells) + "E", unit, dims},
                           std::vector<double>(static_cast<std::size_t>(cells), 1.5)});
}

std::vector<double> const energy_edges{0.1, 1, 10, 100}, offset_edges{0, 1, 2.5};

std::vector<TableRecipe> responses() {
  TableRecipe aeff = response("AEFF", "EFF_AREA", "AEFF_2D");
  aeff.set("LO_THRES", 0.5);
  aeff.set("HI_THRES", 90.0);
  add_axis(aeff, "ENERG", "TeV", energy_edges);
  add_axis(aeff, "THETA", "deg", offset_edges);
  add_array(aeff, "EFFAREA", "m2", {3, 2});
  TableRecipe edisp = response("EDISP", "EDISP", "EDISP_2D");
  add_axis(edisp, "ENERG", "TeV", energy_edges);
  add_axis(edisp, "MIGRA", "", {0.5, 0.9, 1.1, 1.5, 2});
  add_axis(edisp, "THETA", "deg", offset_edges);
  add_array(edisp, "MATRIX", "", {3, 4, 2});
  TableRecipe psf = response("PSF", "PSF", "PSF_TABLE");
  add_axis(psf, "ENERG", "TeV", energy_edges);
  add_axis(psf, "THETA", "deg", offset_edges);
  add_axis(psf, "RAD", "deg", {0, 0.1, 0.2, 0.3, 0.4, 0.5});
  add_array(psf, "RPSF", "sr-1", {3, 2, 5});
  TableRecipe bkg = response("BKG", "BKG", "BKG_3D");
  bkg.set("FOVALIGN", std::string("RADEC"));
  add_axis(bkg, "ENERG", "TeV", energy_edges);
  add_axis(bkg, "DETX", "deg", {-2, -1, 0, 1, 2});
  add_axis(bkg, "DETY", "deg", {-2, -1, 0, 1, 2});
  add_array(bkg, "BKG", "s-1 MeV-1 sr-1", {3, 4, 4});
  return {aeff, edisp, psf, bkg};
}

void write_table(engine::FitsWriter& out, TableRecipe const& table) {
  std::vector<engine::FitsColumnFormat> formats;
  for (ColumnRecipe const& column : table.columns) formats.push_back(column.format);
  out.table(table.extname, formats);
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    std::visit([&](auto const& values) { out.column(static_cast<int>(i) + 1, std::span(values)); },
               table.columns[i].values);
  out.keys(table.keys);
  for (std::string const& card : table.cards) out.card(card);
}

ColumnRecipe texts(std::string const& name, std::vector<std::string> values) {
  return {{name, "40A", ""}, std::move(values)};
}

}  // namespace

void TableRecipe::set(std::string const& keyword,
                      std::variant<bool, std::int64_t, double, std::string> const& value) {
  remove(keyword);
  keys.push_back({keyword, value, ""});
}

void TableRecipe::remove(std::string const& keyword) {
  std::erase_if(keys, [&](FitsKey const& key) { return key.keyword == keyword; });
}

ColumnRecipe& TableRecipe::column(std::string const& name) {
  for (ColumnRecipe& column : columns)
    if (column.format.name == name) return column;
  throw std::logic_error("the recipe has no column " + name);
}

void TableRecipe::remove_column(std::string const& name) {
  std::erase_if(columns, [&](ColumnRecipe const& column) { return column.format.name == name; });
}

TableRecipe& FileRecipe::table(std::string const& extname) {
  for (TableRecipe& table : tables)
    if (table.extname == extname) return table;
  throw std::logic_error("the recipe has no table " + extname);
}

void FileRecipe::remove_table(std::string const& extname) {
  std::erase_if(tables, [&](TableRecipe const& table) { return table.extname == extname; });
}

FileRecipe perfect_run(std::int64_t obs_id) {
  FileRecipe file{{events(obs_id), good_times()}};
  for (TableRecipe& table : responses()) file.tables.push_back(std::move(table));
  return file;
}

void write_file(std::string const& path, FileRecipe const& file) {
  engine::FitsWriter out = engine::FitsWriter::create(path);
  for (TableRecipe const& table : file.tables) write_table(out, table);
  out.close();
}

std::string file_name_of(std::int64_t obs_id) { return "run-" + std::to_string(obs_id) + ".fits"; }

FileRecipe perfect_hdu_index(std::vector<std::int64_t> const& obs_ids) {
  std::vector<std::int64_t> ids;
  std::vector<std::string> types, classes, dirs, names, hdus;
  for (std::int64_t const id : obs_ids)
    for (auto const& [type, hdu_class, hdu] :
         std::vector<std::array<std::string, 3>>{{"events", "events", "EVENTS"},
                                                 {"gti", "gti", "GTI"},
                                                 {"aeff", "aeff_2d", "AEFF"},
                                                 {"edisp", "edisp_2d", "EDISP"},
                                                 {"psf", "psf_table", "PSF"},
                                                 {"bkg", "bkg_3d", "BKG"}}) {
      ids.push_back(id);
      types.push_back(type);
      classes.push_back(hdu_class);
      dirs.push_back("./");
      names.push_back(file_name_of(id));
      hdus.push_back(hdu);
    }
  TableRecipe table{"HDU_INDEX"};
  table.keys = class_keys("INDEX");
  table.set("HDUCLAS2", std::string("HDU"));
  table.columns = {{{"OBS_ID", "1K", ""}, ids}, texts("HDU_TYPE", types),  texts("HDU_CLASS", classes),
                   texts("FILE_DIR", dirs),     texts("FILE_NAME", names), texts("HDU_NAME", hdus)};
  return {{table}};
}

FileRecipe perfect_obs_index(std::vector<std::int64_t> const& obs_ids) {
  std::size_t const n = obs_ids.size();
  TableRecipe table{"OBS_INDEX"};
  table.keys = class_keys("INDEX");
  table.set("HDUCLAS2", std::string("OBS"));
  append(table.keys, time_keys());
  append(table.keys, site_keys());
  table.columns = {{{"OBS_ID", "1K", ""}, obs_ids},
                   texts("OBS_MODE", std::vector<std::string>(n, "POINTING")),
                   {{"RA_PNT", "1E", "deg"}, std::vector<double>(n, 83.6)},
                   {{"DEC_PNT", "1E", "deg"}, std::vector<double>(n, 22.5)},
                   {{"TSTART", "1D", "s"}, std::vector<double>(n, tstart_s)},
                   {{"TSTOP", "1D", "s"}, std::vector<double>(n, tstop_s)},
                   texts("OBJECT", std::vector<std::string>(n, "Crab Nebula")),
                   {{"EVENT_COUNT", "1K", ""}, std::vector<std::int64_t>(n, 5)}};
  return {{table}};
}

SetRecipe::SetRecipe(std::vector<std::int64_t> const& ids)
    : obs_ids(ids), hdu_index(perfect_hdu_index(ids)), obs_index(perfect_obs_index(ids)) {
  for (std::int64_t const id : ids) runs.push_back(perfect_run(id));
}

void SetRecipe::write(std::string const& folder) const {
  for (std::size_t i = 0; i < runs.size(); ++i) write_file(folder + "/" + file_name_of(obs_ids[i]), runs[i]);
  write_file(folder + "/hdu-index.fits", hdu_index);
  write_file(folder + "/obs-index.fits", obs_index);
}

engine::CheckReport check(SetRecipe const& set) {
  TemporaryDirectory const folder;
  set.write(folder.path().string());
  return engine::check_data_set({folder.path().string()}, {});
}

std::vector<std::string> told(engine::CheckReport const& report) {
  std::set<std::string> out;
  for (engine::Defect const& defect : report.defects)
    out.insert(std::string(engine::word_of(defect.severity)) + " " + defect.code +
               (defect.keyword_or_column.empty() ? "" : " " + defect.keyword_or_column));
  return {out.begin(), out.end()};
}

}  // namespace test_support
