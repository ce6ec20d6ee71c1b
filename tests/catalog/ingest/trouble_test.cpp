// Broken files, lying headers, two at once, a database that goes away in the middle.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <stop_token>
#include <thread>

#include <doctest/doctest.h>

#include "catalog/ingest/ingest_json.hpp"
#include "catalog/ingest/ingest_text.hpp"
#include "catalogue.hpp"
#include "engine/base/failure.hpp"
#include "tests/engine/check/dl3_recipe.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

namespace fs = std::filesystem;
using namespace ingest_test;
using catalog::ingest::IngestProgress;
using catalog::ingest::IngestReport;
using catalog::ingest::IngestRequest;
using catalog::pg::Connection;
using test_support::FileRecipe;
using test_support::SetRecipe;
using Ids = std::vector<std::int64_t>;

struct Folder {
  test_support::TemporaryDirectory directory;
  std::string path = directory.path().string();
  std::string file(std::int64_t id) const { return path + "/" + test_support::file_name_of(id); }
};

bool says(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

/// One run with a spoilt EVENTS header or table, ingested alone.
IngestReport ingest_spoilt(Connection& db, std::function<void(FileRecipe&)> const& spoil) {
  Folder const folder;
  SetRecipe set(Ids{7});
  spoil(set.runs.front());
  set.write(folder.path);
  return ingest(db, request(simple_collection(), {folder.path}));
}

}  // namespace

TEST_CASE("a run that cannot be read is told with its reason and stops no other") {
  Folder const folder;
  SetRecipe(Ids{1, 2, 3, 4, 5, 6}).write(folder.path);
  fs::resize_file(folder.file(1), 5000);                                    // cut off
  std::ofstream(folder.file(2), std::ios::binary) << "SIMPLE  = nonsense";  // no FITS
  fs::remove(folder.file(3));                                               // not there
  fs::remove(folder.file(4));
  fs::create_directory(folder.file(4));                    // no file
  std::ofstream(folder.file(5), std::ios::trunc).close();  // empty
  Connection db(empty_catalogue());
  IngestReport const report = ingest(db, request(simple_collection(), {folder.path}));
  CHECK(report.added == Ids{6});
  REQUIRE(report.problems.size() == 5);
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(report.problems[i].run == static_cast<std::int64_t>(i) + 1);
    CHECK(says(report.problems[i].message, folder.file(static_cast<std::int64_t>(i) + 1)));
  }
  CHECK(exit_status(report) == engine::exit_with_skipped_inputs);
  CHECK(says(ingest_text(report), "left out: run 3: cannot read"));
  CHECK(count(db, "dataset") == 1);
  CHECK(cell(db, "SELECT count(*) FROM store.defect WHERE severity = 'error' AND obs_id = '1'") != "0");

  SUBCASE("strict refuses the whole set") {
    IngestRequest strict = request(simple_collection("S", "s"), {folder.path});
    strict.strict = IngestRequest::Strict::yes;
    CHECK_THROWS_AS(ingest(db, strict), engine::Failure);
    CHECK(cell(db, "SELECT count(*) FROM store.collection WHERE name = 'S'") == "0");
  }
  SUBCASE("a run that was there and is broken now keeps its rows") {
    fs::resize_file(folder.file(6), 3000);
    IngestReport const broken = ingest(db, request(simple_collection(), {folder.path}));
    CHECK(broken.problems.size() == 6);
    CHECK(broken.gone.empty());
    CHECK(count(db, "dataset") == 1);
  }
}

TEST_CASE("headers that lie are taken for what they are worth, and the report says so") {
  Connection db(empty_catalogue());
  struct Lie {
    char const *keyword, *note, *must_be_null;
    std::variant<bool, std::int64_t, double, std::string> value;
  };
  std::int64_t const much = std::numeric_limits<std::int64_t>::max();
  for (Lie const& lie :
       std::vector<Lie>{{"DEC_PNT", "DEC_PNT", "s_dec", 95.0},
                        {"RA_PNT", "RA_PNT", "s_ra", std::string("a while ago")},
                        {"TSTART", "TSTART", "tstart", 1e300},
                        {"LIVETIME", "LIVETIME", "NULL", -5.0},
                        {"DEADC", "DEADC", "deadc", 7.0},
                        {"MJDREFI", "MJDREFI", "t_min", much},
                        {"TIMESYS", "TIMESYS", "t_min", std::string("MARS")},
                        {"RADECSYS", "frame", "NULL", std::string("FK4")},
                        {"RADESYS", "RADESYS", "s_ra", std::string("FK4")},
                        {"N_TELS", "", "n_tels", much},
                        {"GEOLON", "", "geolon", std::string("\x01\xff west")},
                        {"ALT_PNT", "ALT_PNT", "alt_pnt", -900.0},
                        {"OBJECT", "", "NULL", std::string("'; DROP TABLE store.observation; --")}}) {
    IngestReport const report =
        ingest_spoilt(db, [&](FileRecipe& run) { run.table("EVENTS").set(lie.keyword, lie.value); });
    INFO(std::string(lie.keyword), " ", ingest_text(report));
    CHECK(report.problems.empty());
    CHECK(count(db, "observation") == 1);
    if (std::string(lie.must_be_null) != "NULL")
      CHECK(cell(db, std::string("SELECT ") + lie.must_be_null + " FROM store.observation") == "NULL");
    bool const noted = std::any_of(report.notes.begin(), report.notes.end(),
                                   [&](auto const& note) { return says(note.message, lie.note); });
    if (*lie.note != 0 && std::string(lie.note) != "frame") CHECK(noted);
  }
  CHECK(cell(db, "SELECT target_name FROM store.dataset") == "'; DROP TABLE store.observation; --");
}

TEST_CASE("energies that are no numbers do not become a range") {
  Connection db(empty_catalogue());
  ingest_spoilt(db, [](FileRecipe& run) {
    auto& energies = std::get<std::vector<double>>(run.table("EVENTS").column("ENERGY").values);
    energies = {std::nan(""), 0.5, -3, std::numeric_limits<double>::infinity(), 20};
  });
  CHECK(number(db, "SELECT em_max FROM store.dataset") == doctest::Approx(1.239841984332e-18 / 0.5));
  CHECK(number(db, "SELECT em_min FROM store.dataset") == doctest::Approx(1.239841984332e-18 / 20));
  IngestReport const none = ingest_spoilt(db, [](FileRecipe& run) {
    auto& energies = std::get<std::vector<double>>(run.table("EVENTS").column("ENERGY").values);
    std::fill(energies.begin(), energies.end(), std::nan(""));
  });
  CHECK(none.changed == Ids{7});
  CHECK(cell(db, "SELECT em_max FROM store.dataset") == "NULL");
  CHECK(cell(db, "SELECT ev_xel FROM store.dataset") == "5");
}

TEST_CASE("a run without good times, without responses, or with broken ones is a run all the same") {
  Connection db(empty_catalogue());
  for (char const* table : {"GTI", "AEFF", "PSF", "EDISP", "BKG"}) {
    IngestReport const report = ingest_spoilt(db, [&](FileRecipe& run) { run.remove_table(table); });
    CHECK_MESSAGE(report.problems.empty(), table);
  }
  IngestReport const hollow = ingest_spoilt(db, [](FileRecipe& run) {
    for (auto& column : run.table("PSF").columns)
      if (auto* values = std::get_if<std::vector<double>>(&column.values); values && values->size() > 20)
        std::fill(values->begin(), values->end(), 0.0);
  });
  CHECK(hollow.problems.empty());
  CHECK(cell(db, "SELECT s_resolution FROM store.dataset") == "NULL");
}

TEST_CASE("an OBS_ID that is no number is told, and the other files are taken") {
  Folder const folder;
  FileRecipe named = test_support::perfect_run(7);
  named.table("EVENTS").set("OBS_ID", std::string("night-7"));
  test_support::write_file(folder.file(7), named);
  test_support::write_file(folder.file(8), test_support::perfect_run(8));
  Connection db(empty_catalogue());
  IngestReport const report = ingest(db, request(simple_collection(), {folder.path}));
  CHECK(report.added == Ids{8});
  REQUIRE(report.problems.size() == 1);
  CHECK(says(report.problems[0].message, "OBS_ID is missing or no whole number"));
}

TEST_CASE("two runs with one OBS_ID: the first stays, the second is told") {
  Folder const a, b;
  test_support::write_file(a.file(7), test_support::perfect_run(7));
  FileRecipe other = test_support::perfect_run(7);
  other.table("EVENTS").set("OBJECT", std::string("Another"));
  test_support::write_file(b.file(7), other);
  Connection db(empty_catalogue());
  IngestReport const report = ingest(db, request(simple_collection(), {a.path, b.path}));
  CHECK(report.added == Ids{7});
  REQUIRE(report.problems.size() == 1);
  CHECK(says(report.problems[0].message, "two different runs"));
}

TEST_CASE("inputs of every form name the same run") {
  Folder const folder;
  SetRecipe(Ids{7}).write(folder.path);
  std::ofstream(folder.path + "/list.txt") << "# one run\n" << test_support::file_name_of(7) << "\n";
  std::ofstream(folder.path + "/obs.xml")
      << "<observation_list title=\"t\"><observation name=\"Crab\" id=\"7\" instrument=\"HESS\"><parameter "
         "name=\"EventList\" file=\""
      << test_support::file_name_of(7) << "\"/></observation></observation_list>";
  for (std::string const& input : {folder.path, folder.path + "/hdu-index.fits", folder.file(7),
                                   "@" + folder.path + "/list.txt", folder.path + "/obs.xml"}) {
    if (!input.starts_with('@') && !fs::exists(input)) continue;
    Connection db(empty_catalogue());
    IngestRequest ask = request(simple_collection(), {input});
    ask.syntax = engine::FileNameSyntax::extended;
    IngestReport const report = ingest(db, ask);
    CHECK_MESSAGE(report.added == Ids{7}, input);
    CHECK_MESSAGE(cell(db, "SELECT s_ra IS NOT NULL FROM store.dataset") == "t", input);
  }
}

TEST_CASE("nothing to ingest, and inputs that are not there, are said at once") {
  Connection db(empty_catalogue());
  CHECK_THROWS_AS(ingest(db, request(simple_collection(), {})), engine::Failure);
  CHECK_THROWS_AS(ingest(db, request(simple_collection(), {"/no/such/folder"})), engine::Failure);
  CHECK(count(db, "collection") == 0);  // a mistyped name makes no collection
}

TEST_CASE("of two ingests of one collection at the same time one waits, and both are right") {
  Folder const folder;
  SetRecipe(Ids{1, 2, 3, 4}).write(folder.path);
  std::string const conninfo = empty_catalogue();
  std::vector<IngestReport> reports(3);
  {
    std::vector<std::jthread> threads;
    for (IngestReport& report : reports)
      threads.emplace_back([&] {
        Connection db(conninfo);
        report = ingest(db, request(simple_collection(), {folder.path}));
      });
  }
  std::size_t added = 0, unchanged = 0;
  for (IngestReport const& report : reports) {
    CHECK(report.problems.empty());
    added += report.added.size();
    unchanged += report.unchanged;
  }
  CHECK(added == 4);
  CHECK(unchanged == 8);
  Connection db(conninfo);
  CHECK(count(db, "observation") == 4);
}

TEST_CASE("while an ingest writes, others see what was there before; when it is killed, it never was") {
  Folder const folder;
  SetRecipe(Ids{1, 2, 3}).write(folder.path);
  std::string const conninfo = empty_catalogue();
  Connection db(conninfo), other(conninfo);
  std::string const before = content(other);
  IngestRequest ask = request(simple_collection(), {folder.path});
  std::string const pid = cell(db, "SELECT pg_backend_pid()");
  for (std::string const step : {"reading", "checking", "writing"}) {
    if (!db.alive()) db = Connection(conninfo);
    std::string const victim = cell(db, "SELECT pg_backend_pid()");
    bool killed = false;
    ask.progress = [&](IngestProgress const& progress) {
      if (killed || progress.step != step || (step != "reading" && progress.done < progress.of)) return;
      CHECK(content(other) == before);
      other.run("SELECT pg_terminate_backend($1::int)", {victim});
      killed = true;
    };
    CHECK_THROWS_AS(ingest(db, ask), engine::Failure);
    CHECK(killed);
    CHECK(content(other) == before);
  }
  db = Connection(conninfo);
  ask.progress = {};
  CHECK(ingest(db, ask).added.size() == 3);
}

TEST_CASE("an ingest that is asked to stop has done nothing") {
  Folder const folder;
  SetRecipe(Ids{1, 2, 3, 4, 5}).write(folder.path);
  Connection db(empty_catalogue());
  std::string const before = content(db);
  std::stop_source stop;
  IngestRequest ask = request(simple_collection(), {folder.path});
  ask.stop = stop.get_token();
  ask.progress = [&](IngestProgress const&) { stop.request_stop(); };
  try {
    ingest(db, ask);
    FAIL("was not stopped");
  } catch (engine::Failure const& failure) {
    CHECK(failure.fault() == engine::Fault::interrupted);
  }
  CHECK(content(db) == before);
  CHECK(cell(db, "SELECT outcome FROM store.ingest") == "interrupted");
}

TEST_CASE("those who listen hear of a change, and of nothing else") {
  Folder const folder;
  SetRecipe(Ids{1}).write(folder.path);
  std::string const conninfo = empty_catalogue();
  Connection db(conninfo), listener(conninfo);
  listener.run("LISTEN distill_catalogue");
  ingest(db, request(simple_collection(), {folder.path}));
  auto const heard = listener.notifications(std::chrono::seconds(10));
  REQUIRE(heard.size() == 1);
  CHECK(heard[0].payload == "T");
  ingest(db, request(simple_collection(), {folder.path}));
  CHECK(listener.notifications(std::chrono::milliseconds(0)).empty());
}
