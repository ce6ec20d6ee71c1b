#include "tests/engine/products/sample_runs.hpp"

#include <algorithm>

#include "engine/io/fits_writer.hpp"

namespace test_support {

using namespace engine;

namespace {

void write_response_table(FitsWriter& file) {
  std::vector<double> const area{1, 2, 3};
  file.table("AEFF", {{"EFFAREA", "1D", "m2"}});
  file.key({"HDUCLAS4", std::string("AEFF_2D"), ""});
  file.column(1, area);
}

void write_sample_header(FitsWriter& file, SampleRun const& run, double stop_s) {
  file.keys({{"TELESCOP", std::string("CTA"), ""},
             {"OBS_ID", run.id, ""},
             {"MJDREFI", std::int64_t{run.mjdrefi}, ""},
             {"MJDREFF", 0.0, ""},
             {"TIMESYS", std::string("tt"), ""},
             {"TSTART", run.first_s, ""},
             {"TSTOP", stop_s, ""},
             {"DEADC", 0.5, ""},
             {"DATE", std::string("2020-01-01"), ""},
             {"RA_PNT", 83.5, ""},
             {"DEC_PNT", 22.0, ""},
             {"NOTE", std::string(100, 'x'), "continued"},
             {"DSTYP1", std::string("ENERGY"), ""},
             {"DSUNI1", std::string("TeV"), ""},
             {"DSVAL1", std::string("0.03:160"), ""},
             {"NDSKEYS", std::int64_t{1}, ""}});
  for (char const* value : {"first", "again"}) {
    std::string card = "TWICE   = '" + std::string(value) + "   '";
    card.resize(80, ' ');
    file.card(card);
  }
}

}  // namespace

Observation write_sample_run(std::string const& path, SampleRun const& run) {
  std::vector<FitsColumnFormat> columns{{"EVENT_ID", "1K", ""},
                                        {"TIME", "1D", "s"},
                                        {"RA", "1E", "deg"},
                                        {"DEC", "1E", "deg"},
                                        {"ENERGY", run.energy_format, run.energy_unit},
                                        {"GAMMA", "1I", ""},
                                        {"CAMERA", "4A", ""}};
  if (run.detector_columns) columns.insert(columns.begin() + 5, {"DETX", "1E", "deg"});
  std::size_t const n = run.energy_tev.size();
  std::vector<std::int64_t> ids, gamma;
  std::vector<double> time, ra(n, 83.25), dec(n, 22.5), detx(n, 0.5);
  for (std::size_t i = 0; i < n; ++i) {
    ids.push_back((std::int64_t{1} << 60) + 1 + static_cast<std::int64_t>(i));
    gamma.push_back(static_cast<std::int64_t>(i % 7));
    time.push_back(run.first_s + static_cast<double>(i));
  }
  std::vector<std::string> const camera(n, "CT1");
  double const stop_s = run.first_s + static_cast<double>(n);

  FitsWriter file = FitsWriter::create(path);
  file.table("EVENTS", columns);
  write_sample_header(file, run, stop_s);
  file.column(1, ids);
  file.column(2, time);
  file.column(3, ra);
  file.column(4, dec);
  file.column(5, run.energy_tev);
  int next = 6;
  if (run.detector_columns) file.column(next++, detx);
  file.column(next, gamma);
  file.column(next + 1, camera);
  std::vector<double> const start{run.first_s}, stop{stop_s};
  file.table("GTI", {{"START", "1D", "s"}, {"STOP", "1D", "s"}});
  file.keys(
      {{"MJDREFI", std::int64_t{run.mjdrefi}, ""}, {"MJDREFF", 0.0, ""}, {"TIMESYS", std::string("TT"), ""}});
  file.column(1, start);
  file.column(2, stop);
  if (run.shared_response.empty()) write_response_table(file);
  file.close();

  Observation observation;
  observation.id = run.id;
  observation.object = "Crab";
  observation.events.file = path;
  ResponseLocation aeff{"aeff", "aeff_2d", {}};
  aeff.location.file = run.shared_response.empty() ? path : run.shared_response;
  observation.responses.push_back(aeff);
  return observation;
}

void write_sample_response(std::string const& path) {
  FitsWriter file = FitsWriter::create(path);
  write_response_table(file);
  file.close();
}

Selected select_sample(Observation const& run, double min_tev, std::string const& path,
                       std::string const& name, SharedResponses const& shared) {
  SelectionAccount account;
  account.selection.energy = EnergyWindow{tev(min_tev), std::nullopt};
  account.recipe = {"select", {{"emin", "1"}}};
  account.creator = "Distiller test";
  FitsEvents source(run);
  SelectedRunWriter writer(path, source, run, account);
  Selected selected;
  InputRecord& record = selected.record;
  record.observation = run;
  record.header = source.header();
  record.gti = source.good_times();
  record.ontime_s = record.gti.ontime_s();
  record.livetime_s = record.ontime_s * (1 - source.header().dead_time_fraction);
  constexpr std::size_t block = 3;
  for (std::size_t first = 0; first < source.rows(); first += block) {
    Rows const rows{first, std::min(source.rows(), first + block)};
    EventColumns events;
    ColumnSet energy_only;
    energy_only.energy = true;
    source.read(rows, energy_only, events);
    std::vector<std::uint32_t> kept;
    for (std::uint32_t i = 0; i < events.count; ++i)
      if (events.energy_tev[i] >= min_tev) kept.push_back(i);
    writer.append(source.raw_rows(rows), kept);
    record.flow.read += rows.count();
    record.flow.kept += kept.size();
    record.flow.removed_by(Cut::energy) += rows.count() - kept.size();
  }
  selected.index = writer.finish(record, shared, name, "");
  return selected;
}

}  // namespace test_support
