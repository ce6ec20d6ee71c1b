// An event list as a whole: where it is found, its rows, its columns by name.
#include "engine/io/fits_events.hpp"

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "tests/engine/io/event_files.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace engine;
using namespace test_support;

namespace {

struct Written {
  TemporaryDirectory folder;
  std::string path;
  explicit Written(EventFile const& file) : path(folder.file("run.fits")) { write(path, file); }
  explicit Written(std::vector<EventFile> const& files) : path(folder.file("run.fits")) {
    write(path, files);
  }
};

std::vector<double> times(Observation const& run) {
  FitsEvents events(run);
  EventColumns out;
  events.read({0, events.rows()}, {.time = true}, out);
  return out.met_s;
}

EventFile second_list() {
  EventFile file;
  file.extname = "EVENTS2";
  file.gti_extname = "GTI2";
  file.with_key({"OBS_ID", std::int64_t{8}, ""});
  file.column("TIME").cells = std::vector<double>{1, 2, 3};
  file.gti = std::vector<MetRange>{{0, 5}};
  return file;
}

}  // namespace

TEST_CASE("an event list is read in canonical units, and only what was asked for") {
  Written const file{EventFile()};
  std::unique_ptr<EventSource> const events = open_events(run_in(file.path));
  CHECK(events->rows() == 3);
  CHECK(events->header().object == "Crab Nebula");
  CHECK(events->header().id == 7);
  CHECK(events->good_times().ranges() == std::vector<MetRange>{{0, 100}});
  EventColumns out;
  events->read({0, 3}, {.time = true, .direction = true, .energy = true, .extra = {"event_id"}}, out);
  CHECK(out.met_s == std::vector<double>{10, 20.5, 99});
  CHECK(out.ra_rad[1] == 440.25 * (std::numbers::pi / 180));
  CHECK(out.dec_rad[1] == -89.5 * (std::numbers::pi / 180));
  CHECK(out.energy_tev == std::vector<double>{0.5, 1, 64});
  CHECK(out.extra.at(0).name == "EVENT_ID");
  events->read({1, 2}, {.energy = true}, out);
  CHECK(out.count == 1);
  CHECK(out.energy_tev == std::vector<double>{1});
  CHECK(out.met_s.empty());
  CHECK(out.ra_rad.empty());
  CHECK(out.extra.empty());
  events->read({3, 3}, {.time = true}, out);
  CHECK(out.count == 0);
  CHECK(out.met_s.empty());
}

TEST_CASE("the order of the columns does not matter, nor the case of their names") {
  EventFile file;
  std::reverse(file.columns.begin(), file.columns.end());
  file.column("ENERGY").name = "Energy";
  Written const written{file};
  FitsEvents events(run_in(written.path));
  CHECK(events.has_column("energy"));
  CHECK(events.column_names() == std::vector<std::string>{"Energy", "DEC", "RA", "TIME", "EVENT_ID"});
  EventColumns out;
  events.read({0, 3}, {.time = true, .energy = true}, out);
  CHECK(out.met_s == std::vector<double>{10, 20.5, 99});
  CHECK(out.energy_tev == std::vector<double>{0.5, 1, 64});
}

TEST_CASE("the block size does not change a number") {
  EventFile file;
  std::vector<double> many;
  for (int i = 0; i < 1000; ++i) many.push_back(0.1 * i);
  file.columns = {{"TIME", "1D", "s", many}, {"ENERGY", "1E", "GeV", many}};
  Written const written{file};
  FitsEvents events(run_in(written.path));
  EventColumns whole, part;
  events.read({0, 1000}, {.time = true, .energy = true}, whole);
  for (std::size_t const block : {1UL, 7UL, 999UL}) {
    std::vector<double> time, energy;
    for (std::size_t first = 0; first < 1000; first += block) {
      events.read({first, std::min<std::size_t>(1000, first + block)}, {.time = true, .energy = true}, part);
      time.insert(time.end(), part.met_s.begin(), part.met_s.end());
      energy.insert(energy.end(), part.energy_tev.begin(), part.energy_tev.end());
    }
    CHECK(time == whole.met_s);
    CHECK(energy == whole.energy_tev);
  }
}

TEST_CASE("a gzip file gives the same events as the plain one") {
  Written const plain{EventFile()};
  write_gzip(plain.folder.file("run.fits.gz"), bytes_of(plain.path));
  CHECK(times(run_in(plain.folder.file("run.fits.gz"))) == times(run_in(plain.path)));
}

TEST_CASE("the raw rows are those of the file") {
  Written const file{EventFile()};
  FitsEvents events(run_in(file.path));
  std::span<std::byte const> const rows = events.raw_rows({0, 3});
  CHECK(rows.size() == 3 * 28);
  std::string const bytes = bytes_of(file.path);
  std::string const text(reinterpret_cast<char const*>(rows.data()), rows.size());
  CHECK(bytes.substr(events.table().data_start, rows.size()) == text);
}

TEST_CASE("events are found by HDU class, whatever the extension is called") {
  EventFile file;
  file.extname = "PHOTONS";
  CHECK(times(run_in(Written(file).path)).size() == 3);
  file.without_key("HDUCLAS1");
  CHECK(contains(failure_of([&] { times(run_in(Written(file).path)); }), "no events"));
  file.extname = "events";
  CHECK(times(run_in(Written(file).path)).size() == 3);
}

TEST_CASE("of several event lists the location says which, by name in any case or by number") {
  Written const file{std::vector{EventFile(), second_list()}};
  Observation run = run_in(file.path);
  std::string const message = failure_of([&] { times(run); });
  CHECK(contains(message, "several EVENTS tables"));
  CHECK(contains(message, "EVENTS2 (HDU 4)"));
  run.events.hdu = "events2";
  CHECK(times(run) == std::vector<double>{1, 2, 3});
  run.events.number = 2;  // the number wins
  CHECK(times(run) == std::vector<double>{10, 20.5, 99});
}

TEST_CASE("a name that the file does not have is refused with those it has") {
  Written const file{EventFile()};
  Observation run = run_in(file.path);
  run.events.hdu = "EVENTS_OFF";
  CHECK(contains(failure_of([&] { times(run); }), "has no 'EVENTS_OFF' - its events are in EVENTS (HDU 2)"));
  run.events.number = 99;
  CHECK(contains(failure_of([&] { times(run); }), "has no HDU 99"));
  run.events.number = 1;
  CHECK(contains(failure_of([&] { times(run); }), "HDU 1 is no binary table"));
}

TEST_CASE("a missing column is missed when it is asked for, and the nearest is named") {
  EventFile file;
  file.without_column("ENERGY").with_column({"ENERGIES", "1E", "TeV", std::vector<double>{1, 2, 3}});
  Written const written{file};
  FitsEvents events(run_in(written.path));
  EventColumns out;
  events.read({0, 3}, {.time = true}, out);
  CHECK(out.met_s.size() == 3);
  std::string const message = failure_of([&] { events.read({0, 3}, {.energy = true}, out); });
  CHECK(contains(message, "no column ENERGY: "));
  CHECK(contains(message, "did you mean ENERGIES?"));
  CHECK(contains(failure_of([&] {
                   events.read({0, 3}, {.extra = {"GAMMANESS"}}, out);
                 }),
                 "no column GAMMANESS"));
}

TEST_CASE("two columns of one name are refused when they are asked for") {
  EventFile file;
  file.columns.push_back({"energy", "1E", "TeV", std::vector<double>{9, 9, 9}});
  Written const written{file};
  FitsEvents events(run_in(written.path));
  EventColumns out;
  CHECK(contains(failure_of([&] { events.read({0, 3}, {.energy = true}, out); }), "two columns of the name"));
}

TEST_CASE("a list without events is a list") {
  EventFile file;
  for (TestColumn& column : file.columns) column.cells = std::vector<double>{};
  Written const written{file};
  FitsEvents events(run_in(written.path));
  CHECK(events.rows() == 0);
  EventColumns out;
  events.read({0, 0}, {.time = true, .direction = true, .energy = true, .extra = {"EVENT_ID"}}, out);
  CHECK(out.count == 0);
  CHECK(out.extra.at(0).name == "EVENT_ID");
}

TEST_CASE("rows beyond the table are a mistake of ours") {
  Written const file{EventFile()};
  FitsEvents events(run_in(file.path));
  EventColumns out;
  CHECK_THROWS_AS(events.read({0, 4}, {.time = true}, out), std::logic_error);
}
