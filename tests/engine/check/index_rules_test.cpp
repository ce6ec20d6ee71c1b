#include <filesystem>
#include <fstream>
#include <functional>

#include <doctest/doctest.h>

#include "tests/engine/check/dl3_recipe.hpp"
#include "tests/support/temporary_directory.hpp"

namespace fs = std::filesystem;
using namespace test_support;
using Told = std::vector<std::string>;
using Numbers = std::vector<double>;
using Wholes = std::vector<std::int64_t>;
using Texts = std::vector<std::string>;
using std::string;

namespace {

Told after_hdu_index(std::function<void(TableRecipe&)> const& spoil) {
  SetRecipe set;
  spoil(set.hdu_index.tables[0]);
  return told(check(set));
}
Told after_obs_index(std::function<void(TableRecipe&)> const& spoil) {
  SetRecipe set;
  spoil(set.obs_index.tables[0]);
  return told(check(set));
}
/// The first row of the index is the one of the events.
std::function<void(TableRecipe&)> first(string column, string value) {
  return [=](TableRecipe& index) { std::get<Texts>(index.column(column).values)[0] = value; };
}

}  // namespace

TEST_CASE("each defect of the HDU index is told") {
  CHECK(after_hdu_index([](TableRecipe& t) { t.remove("HDUCLAS1"); }) ==
        Told{"warning keyword-missing HDUCLAS1"});
  CHECK(after_hdu_index([](TableRecipe& t) { t.set("HDUCLAS2", string("OBS")); }) ==
        Told{"warning index-class-wrong HDUCLAS2"});
  CHECK(after_hdu_index([](TableRecipe& t) { t.extname = "OBS_INDEX"; }) ==
        Told{"note index-class-wrong EXTNAME"});
  CHECK(after_hdu_index([](TableRecipe& t) { t.remove_column("FILE_DIR"); }) ==
        Told{"note index-file-dir-empty FILE_DIR", "warning column-missing FILE_DIR"});
  CHECK(after_hdu_index([](TableRecipe& t) { t.remove_column("OBS_ID"); }) ==
        Told{"error index-run-without-files OBS_ID", "error index-table-missing OBS_ID"});
  CHECK(after_hdu_index(first("HDU_CLASS", "EVENTS")) == Told{"warning index-class-unknown HDU_CLASS"});
  CHECK(after_hdu_index(first("HDU_TYPE", "EVENTS")) == Told{"warning index-type-unknown HDU_TYPE"});
  CHECK(after_hdu_index(first("HDU_TYPE", "gti")) == Told{"error index-hdu-wrong-kind HDU_NAME",
                                                          "error index-run-without-events HDU_TYPE",
                                                          "error index-type-repeated HDU_TYPE"});
  CHECK(after_hdu_index(first("HDU_NAME", "events")) == Told{"note index-hdu-name-case HDU_NAME"});
  CHECK(after_hdu_index(first("HDU_NAME", "EVENTS2")) == Told{"error index-hdu-missing EVENTS2"});
  CHECK(after_hdu_index(first("HDU_NAME", "")) == Told{"warning index-hdu-name-empty HDU_NAME"});
  CHECK(after_hdu_index(first("FILE_DIR", "")) == Told{"note index-file-dir-empty FILE_DIR"});
  CHECK(after_hdu_index(first("FILE_DIR", "no/such/folder")) == Told{"error file-missing"});
  CHECK(after_hdu_index(first("FILE_DIR", "../../../../../../etc")) ==
        Told{"error index-path-refused FILE_DIR", "error index-run-without-events HDU_TYPE",
             "note index-path-climbs FILE_DIR"});
  CHECK(after_hdu_index(first("FILE_NAME", "")) ==
        Told{"error index-path-refused FILE_NAME", "error index-run-without-events HDU_TYPE"});
  CHECK(after_hdu_index([](TableRecipe& t) {
          t.columns.push_back({{"SIZE", "1K", ""}, Wholes(6, 11520)});
        }) == Told{"warning index-size-wrong SIZE"});
}

TEST_CASE("an index that gives EVENTS for the GTI is told, and the GTI beside the events is used") {
  auto const told_then = after_hdu_index([](TableRecipe& t) {
    Texts& names = std::get<Texts>(t.column("HDU_NAME").values);
    REQUIRE(names[1] == "GTI");
    names[1] = "EVENTS";
  });
  CHECK(told_then == Told{"error index-hdu-wrong-kind HDU_NAME"});
}

TEST_CASE("a set that is right about its sizes, and one that reaches above itself, are told so") {
  TemporaryDirectory const folder;
  fs::create_directories(folder.path() / "index");
  SetRecipe set;
  write_file(folder.file("run-7.fits"), set.runs[0]);
  TableRecipe& index = set.hdu_index.tables[0];
  index.column("FILE_DIR").values = Texts(6, "..");
  auto const bytes = static_cast<std::int64_t>(fs::file_size(folder.file("run-7.fits")));
  index.columns.push_back({{"SIZE", "1K", ""}, Wholes(6, bytes)});
  write_file(folder.file("index/hdu-index.fits"), set.hdu_index);
  write_file(folder.file("index/obs-index.fits"), set.obs_index);
  CHECK(told(engine::check_data_set({folder.path().string()}, {})) ==
        Told{"note index-path-climbs FILE_DIR"});
}

TEST_CASE("each defect of the observation index is told") {
  CHECK(after_obs_index([](TableRecipe& t) { t.remove("MJDREFI"); }) ==
        Told{"error keyword-missing MJDREFI"});
  CHECK(after_obs_index([](TableRecipe& t) { t.remove("TIMEUNIT"); }) ==
        Told{"warning keyword-missing TIMEUNIT"});
  CHECK(after_obs_index([](TableRecipe& t) { t.remove("GEOLON"); }) == Told{"note keyword-missing GEOLON"});
  CHECK(after_obs_index([](TableRecipe& t) { t.set("GEOLON", string("16.50022")); }) ==
        Told{"warning keyword-wrong-type GEOLON"});
  CHECK(after_obs_index([](TableRecipe& t) { t.remove_column("OBS_MODE"); }) ==
        Told{"warning index-without-obs-mode OBS_MODE"});
  CHECK(after_obs_index([](TableRecipe& t) {
          t.remove_column("OBS_MODE");
          t.set("HDUVERS", string("0.2"));
        }) == Told{"note index-without-obs-mode OBS_MODE"});
  CHECK(after_obs_index([](TableRecipe& t) { t.remove_column("OBJECT"); }) ==
        Told{"note index-without-object OBJECT"});
  CHECK(after_obs_index([](TableRecipe& t) { t.remove_column("RA_PNT"); }) ==
        Told{"warning column-missing RA_PNT"});
  CHECK(after_obs_index([](TableRecipe& t) { t.column("TSTART").format.format = "1E"; }) ==
        Told{"error column-loses-digits TSTART"});
}

TEST_CASE("each contradiction between the index and the file is told") {
  auto const number = [](string column, Numbers values) {
    return after_obs_index([=](TableRecipe& t) { t.column(column).values = values; });
  };
  CHECK(number("RA_PNT", {83.61}) == Told{"error index-header-mismatch RA_PNT"});
  CHECK(number("RA_PNT", {443.6}) == Told{});
  CHECK(number("TSTART", {1010}) == Told{"error index-header-mismatch TSTART"});
  CHECK(number("TSTOP", {1090}) == Told{"error index-header-mismatch TSTOP"});
  CHECK(after_obs_index([](TableRecipe& t) { t.column("EVENT_COUNT").values = Wholes{6}; }) ==
        Told{"error index-header-mismatch EVENT_COUNT"});
  CHECK(after_obs_index([](TableRecipe& t) { t.column("OBJECT").values = Texts{"Vela X"}; }) ==
        Told{"warning index-object-differs OBJECT"});
}

TEST_CASE("both indices must name the same runs, each once") {
  SetRecipe more({7, 8});
  more.obs_index = perfect_obs_index({7});
  CHECK(told(check(more)) == Told{"warning index-run-unlisted OBS_ID"});
  SetRecipe less({7, 8});
  less.hdu_index = perfect_hdu_index({7});
  CHECK(told(check(less)) == Told{"error index-run-without-files OBS_ID"});
  SetRecipe twice({7});
  twice.obs_index = perfect_obs_index({7, 7});
  CHECK(told(check(twice)) == Told{"error obs-id-repeated OBS_ID"});
}

TEST_CASE("one OBS_ID in two collections is an error, the same collection named twice a warning") {
  TemporaryDirectory const one, two;
  SetRecipe const set;
  set.write(one.path().string());
  set.write(two.path().string());
  CHECK(told(engine::check_data_set({one.path().string(), two.path().string()}, {})) ==
        Told{"error obs-id-repeated OBS_ID"});
  CHECK(told(engine::check_data_set({one.path().string(), one.path().string()}, {})) ==
        Told{"warning run-named-twice OBS_ID"});
}

TEST_CASE("event tables with different columns in one set are noted") {
  SetRecipe set({7, 8});
  set.runs[1].table("EVENTS").columns.push_back({{"MULTIP", "1I", ""}, Wholes(5, 4)});
  CHECK(told(check(set)) == Told{"note layouts-differ"});
}

TEST_CASE("a missing file spoils its own run only") {
  TemporaryDirectory const folder;
  SetRecipe const set({7, 8});
  set.write(folder.path().string());
  fs::remove(folder.file("run-8.fits"));
  auto const report = engine::check_data_set({folder.path().string()}, {});
  CHECK(told(report) == Told{"error file-missing"});
  CHECK(report.defects[0].obs_id == 8);
  CHECK(report.runs == 2);
  CHECK(report.events == 5);
}

TEST_CASE("responses shared by all runs are checked once, and used for each") {
  TemporaryDirectory const folder;
  SetRecipe set({7, 8});
  FileRecipe shared;
  for (string const name : {"AEFF", "EDISP", "PSF", "BKG"}) {
    shared.tables.push_back(set.runs[0].table(name));
    for (FileRecipe& run : set.runs) run.remove_table(name);
  }
  shared.table("PSF").set("HDUCLAS2", string("RPSF"));
  shared.table("AEFF").set("LO_THRES", 0.7);
  Texts& files = std::get<Texts>(set.hdu_index.tables[0].column("FILE_NAME").values);
  for (std::size_t i = 0; i < files.size(); ++i)
    if (i % 6 >= 2) files[i] = "responses.fits";
  set.write(folder.path().string());
  write_file(folder.file("responses.fits"), shared);
  auto const report = engine::check_data_set({folder.path().string()}, {});
  CHECK(told(report) == Told{"note energy-below-threshold ENERGY", "note psf-class-rpsf HDUCLAS2"});
  CHECK(report.defects.size() == 3);  // the PSF once, the threshold for each run
  CHECK(report.files == 5);
}

TEST_CASE("responses in the file of another run are found") {
  TemporaryDirectory const folder;
  SetRecipe set({7, 8});
  set.runs[1].remove_table("AEFF");
  set.runs[0].table("AEFF").set("LO_THRES", 0.7);
  Texts& files = std::get<Texts>(set.hdu_index.tables[0].column("FILE_NAME").values);
  files[8] = file_name_of(7);
  set.write(folder.path().string());
  auto const report = engine::check_data_set({folder.path().string()}, {});
  CHECK(told(report) == Told{"note energy-below-threshold ENERGY"});
  CHECK(report.defects.size() == 2);
}

TEST_CASE("files without an index, lists and ctools XML are checked as well") {
  TemporaryDirectory const folder;
  SetRecipe const set({7, 8});
  set.write(folder.path().string());
  CHECK(told(engine::check_data_set({folder.file("run-7.fits"), folder.file("run-8.fits")}, {})) == Told{});
  std::ofstream(folder.file("runs.txt")) << "# two runs\nrun-7.fits\n\nrun-8.fits\n";
  auto const of_list = engine::check_data_set({"@" + folder.file("runs.txt")}, {});
  CHECK(told(of_list) == Told{});
  CHECK(of_list.runs == 2);
  std::ofstream(folder.file("loop.txt")) << "@loop.txt\n";
  CHECK(told(engine::check_data_set({"@" + folder.file("loop.txt")}, {})) == Told{"error unreadable"});
  std::ofstream(folder.file("runs.xml"))
      << "<observation_list title=\"x\"><observation name=\"a\" id=\"7\" instrument=\"HESS\">"
         "<parameter name=\"EventList\" file=\"run-7.fits\"/></observation></observation_list>";
  auto const of_xml = engine::check_data_set({folder.file("runs.xml")}, {});
  CHECK(of_xml.runs == 1);
  CHECK(of_xml.events == 5);
  CHECK(told(engine::check_data_set({folder.file("hdu-index.fits")}, {})) == Told{});
  fs::remove(folder.file("hdu-index.fits"));
  CHECK(told(engine::check_data_set({folder.file("obs-index.fits")}, {})) == Told{"error unreadable"});
  fs::remove(folder.file("obs-index.fits"));
  CHECK(told(engine::check_data_set({folder.path().string()}, {})) == Told{"note no-index"});
  CHECK(told(engine::check_data_set({folder.file("nothing")}, {})) == Told{"error file-missing"});
}

TEST_CASE("only the runs that are asked for are opened, and an unknown one is told") {
  TemporaryDirectory const folder;
  SetRecipe set({7, 8});
  set.runs[0].table("EVENTS").remove("ORIGIN");
  set.write(folder.path().string());
  auto const other = engine::check_data_set({folder.path().string()}, {.runs = {8}});
  CHECK(told(other) == Told{});
  CHECK(other.runs == 1);
  CHECK(told(engine::check_data_set({folder.path().string()}, {.runs = {7}})) ==
        Told{"warning keyword-missing ORIGIN"});
  CHECK(told(engine::check_data_set({folder.path().string()}, {.runs = {8, 9}})) ==
        Told{"error run-unknown OBS_ID"});
  CHECK(engine::check_data_set({folder.file("run-7.fits"), folder.file("run-8.fits")}, {.runs = {8}}).runs ==
        1);
}
