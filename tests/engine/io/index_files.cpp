#include "tests/engine/io/index_files.hpp"

#include "engine/io/fits_writer.hpp"

namespace test_support {

namespace {

template <class Row, class Member>
auto column_of(std::vector<Row> const& rows, Member Row::*member) {
  std::vector<Member> cells;
  for (Row const& row : rows) cells.push_back(row.*member);
  return cells;
}

template <class Cells>
void write_cells(engine::FitsWriter& out, int number, Cells const& cells) {
  if (!cells.empty()) out.column(number, std::span(cells));
}

}  // namespace

void write_hdu_index(std::string const& path, std::vector<HduIndexRow> const& rows) {
  engine::FitsWriter out = engine::FitsWriter::create(path);
  out.table("HDU_INDEX", {{"OBS_ID", "1K", ""},
                          {"HDU_TYPE", "8A", ""},
                          {"HDU_CLASS", "10A", ""},
                          {"FILE_DIR", "60A", ""},
                          {"FILE_NAME", "60A", ""},
                          {"HDU_NAME", "12A", ""}});
  write_cells(out, 1, column_of(rows, &HduIndexRow::id));
  write_cells(out, 2, column_of(rows, &HduIndexRow::type));
  write_cells(out, 3, column_of(rows, &HduIndexRow::hdu_class));
  write_cells(out, 4, column_of(rows, &HduIndexRow::dir));
  write_cells(out, 5, column_of(rows, &HduIndexRow::name));
  write_cells(out, 6, column_of(rows, &HduIndexRow::hdu));
  out.close();
}

void write_obs_index(std::string const& path, std::vector<ObsIndexRow> const& rows, TimeKeys keys) {
  engine::FitsWriter out = engine::FitsWriter::create(path);
  out.table("OBS_INDEX", {{"OBS_ID", "1K", ""},
                          {"RA_PNT", "1E", "deg"},
                          {"DEC_PNT", "1E", "deg"},
                          {"OBJECT", "20A", ""},
                          {"TSTART", "1E", "s"},
                          {"TSTOP", "1E", "s"}});
  write_cells(out, 1, column_of(rows, &ObsIndexRow::id));
  write_cells(out, 2, column_of(rows, &ObsIndexRow::ra_deg));
  write_cells(out, 3, column_of(rows, &ObsIndexRow::dec_deg));
  write_cells(out, 4, column_of(rows, &ObsIndexRow::object));
  write_cells(out, 5, column_of(rows, &ObsIndexRow::tstart_s));
  write_cells(out, 6, column_of(rows, &ObsIndexRow::tstop_s));
  if (keys == TimeKeys::present)
    out.keys({{"MJDREFI", std::int64_t{51910}, ""}, {"MJDREFF", 0.000742870370370241, ""}});
  out.close();
}

}  // namespace test_support
