#include "tests/engine/io/event_files.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <doctest/doctest.h>
#include <zlib.h>

#include "engine/base/failure.hpp"

namespace test_support {

using engine::FitsKey;

EventFile::EventFile() {
  keys = {{"HDUCLASS", std::string("GADF"), ""},
          {"HDUCLAS1", std::string("EVENTS"), ""},
          {"OBS_ID", std::int64_t{7}, ""},
          {"OBJECT", std::string("Crab Nebula"), ""},
          {"RA_PNT", 83.6, ""},
          {"DEC_PNT", 22.0, ""},
          {"RADECSYS", std::string("FK5"), ""},
          {"EQUINOX", 2000.0, ""},
          {"MJDREFI", std::int64_t{51910}, ""},
          {"MJDREFF", 0.000742870370370241, ""},
          {"TIMESYS", std::string("TT"), ""},
          {"TIMEUNIT", std::string("s"), ""},
          {"TSTART", 0.0, ""},
          {"TSTOP", 100.0, ""},
          {"ONTIME", 100.0, ""},
          {"LIVETIME", 90.0, ""},
          {"DEADC", 0.9, ""},
          {"TELESCOP", std::string("TEST"), ""}};
  columns = {{"EVENT_ID", "1K", "", std::vector<std::int64_t>{1, 2, 7198365188843}},
             {"TIME", "1D", "s", std::vector<double>{10, 20.5, 99}},
             {"RA", "1E", "deg", std::vector<double>{83.5, 440.25, -101.75}},
             {"DEC", "1E", "deg", std::vector<double>{22, -89.5, 0.125}},
             {"ENERGY", "1E", "TeV", std::vector<double>{0.5, 1, 64}}};
  gti = std::vector<engine::MetRange>{{0, 100}};
  gti_keys = {{"HDUCLAS1", std::string("GTI"), ""}};
}

TestColumn& EventFile::column(std::string const& name) {
  auto const found =
      std::find_if(columns.begin(), columns.end(), [&](TestColumn const& c) { return c.name == name; });
  REQUIRE(found != columns.end());
  return *found;
}

EventFile& EventFile::with_column(TestColumn wanted) {
  without_column(wanted.name);
  columns.push_back(std::move(wanted));
  return *this;
}

EventFile& EventFile::without_column(std::string const& name) {
  std::erase_if(columns, [&](TestColumn const& c) { return c.name == name; });
  return *this;
}

EventFile& EventFile::with_key(FitsKey key) {
  without_key(key.keyword);
  keys.push_back(std::move(key));
  return *this;
}

EventFile& EventFile::without_key(std::string const& keyword) {
  std::erase_if(keys, [&](FitsKey const& k) { return k.keyword == keyword; });
  return *this;
}

namespace {

void write_columns(engine::FitsWriter& out, std::vector<TestColumn> const& columns) {
  int number = 0;
  for (TestColumn const& column : columns) {
    ++number;
    std::visit(
        [&](auto const& cells) {
          if (!cells.empty()) out.column(number, std::span(cells));
        },
        column.cells);
  }
}

void write_list(engine::FitsWriter& out, EventFile const& file) {
  std::vector<engine::FitsColumnFormat> formats;
  for (TestColumn const& c : file.columns) formats.push_back({c.name, c.format, c.unit});
  out.table(file.extname, formats);
  write_columns(out, file.columns);
  out.keys(file.keys);  // last: TZERO and TSCAL say what the stored numbers mean, they change none
  if (!file.gti) return;
  std::vector<double> start_s, stop_s;
  for (engine::MetRange const& range : *file.gti) {
    start_s.push_back(range.start_s);
    stop_s.push_back(range.stop_s);
  }
  out.table(file.gti_extname, {{"START", "1D", "s"}, {"STOP", "1D", "s"}});
  write_columns(out, {{"START", "1D", "s", start_s}, {"STOP", "1D", "s", stop_s}});
  out.keys(file.gti_keys);
}

}  // namespace

void write(std::string const& path, std::vector<EventFile> const& lists) {
  engine::FitsWriter out = engine::FitsWriter::create(path);
  for (EventFile const& list : lists) write_list(out, list);
  out.close();
}

void write(std::string const& path, EventFile const& file) { write(path, std::vector{file}); }

engine::Observation run_in(std::string const& path, std::int64_t id) {
  engine::Observation run;
  run.id = id;
  run.events.file = path;
  return run;
}

std::string bytes_of(std::string const& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream all;
  all << in.rdbuf();
  return all.str();
}

void write_bytes(std::string const& path, std::string const& bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  REQUIRE(out.good());
}

void write_gzip(std::string const& path, std::string const& bytes) {
  gzFile_s* const out = gzopen(path.c_str(), "wb6");
  REQUIRE(out != nullptr);
  CHECK(gzwrite(out, bytes.data(), static_cast<unsigned>(bytes.size())) == static_cast<int>(bytes.size()));
  CHECK(gzclose(out) == Z_OK);
}

std::string with_card(std::string bytes, std::string const& keyword, std::string const& value,
                      std::string const& after) {
  std::string name = keyword;
  name.resize(8, ' ');
  std::size_t const from = bytes.find(after);
  std::size_t at = bytes.find(name + "= ", from == bytes.npos ? 0 : from);
  REQUIRE(at != bytes.npos);
  std::string card = name + "= " + value;
  card.resize(80, ' ');
  return bytes.replace(at, 80, card);
}

std::string failure_of(std::function<void()> const& act) {
  try {
    act();
  } catch (engine::Failure const& failure) {
    return failure.what();
  }
  FAIL_CHECK("no Failure was thrown");
  return "";
}

bool contains(std::string const& text, std::string const& part) { return text.find(part) != text.npos; }

}  // namespace test_support
