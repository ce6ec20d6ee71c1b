#include "engine/io/data_set.hpp"

#include <filesystem>

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "tests/engine/io/event_files.hpp"
#include "tests/engine/io/index_files.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace engine;
using namespace test_support;
namespace fs = std::filesystem;

namespace {

EventFile run_with_id(std::int64_t id) {
  EventFile file;
  file.with_key({"OBS_ID", id, ""});
  return file;
}

std::vector<std::int64_t> ids(std::vector<std::string> const& inputs,
                              FileNameSyntax syntax = FileNameSyntax::extended) {
  std::vector<std::int64_t> out;
  for (Observation const& run : open_data_set(inputs, syntax).observations) out.push_back(run.id);
  return out;
}

std::string refusal(std::vector<std::string> const& inputs,
                    FileNameSyntax syntax = FileNameSyntax::extended) {
  return failure_of([&] { ids(inputs, syntax); });
}

using Ids = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("event files, folders of them and lists name the same runs, sorted by id") {
  TemporaryDirectory folder;
  fs::create_directories(folder.path() / "deep/er");
  write(folder.file("b.fits"), run_with_id(2));
  write(folder.file("deep/er/a.fits"), run_with_id(1));
  write_bytes(folder.file("deep/readme.txt"), "no data");
  CHECK(ids({folder.file("b.fits"), folder.file("deep/er/a.fits")}) == Ids{1, 2});
  CHECK(ids({folder.path().string()}) == Ids{1, 2});
  write_bytes(folder.file("deep/list.txt"), "# two runs\n\n  er/a.fits  \n../b.fits\n");
  CHECK(ids({"@" + folder.file("deep/list.txt")}) == Ids{1, 2});
}

TEST_CASE("several index pairs below a folder are one set") {
  TemporaryDirectory folder;
  for (std::string const sub : {"one", "two"}) {
    fs::create_directories(folder.path() / sub);
    write_hdu_index(folder.file(sub + "/hdu-index.fits"),
                    {{sub == "one" ? 1 : 2, "events", "events", "", "x.fits", "EVENTS"}});
  }
  CHECK(ids({folder.path().string()}) == Ids{1, 2});
}

TEST_CASE("a compressed index stands before the plain one beside it") {
  TemporaryDirectory folder;
  write_hdu_index(folder.file("new.fits"), {{1, "events", "events", "", "x.fits", "EVENTS"}});
  write_gzip(folder.file("hdu-index.fits.gz"), bytes_of(folder.file("new.fits")));
  fs::remove(folder.file("new.fits"));
  write_hdu_index(folder.file("hdu-index.fits"), {{2, "events", "events", "", "x.fits", "EVENTS"}});
  CHECK(ids({folder.path().string()}) == Ids{1});
}

TEST_CASE("one id for two different runs is refused with both named; the same file twice is one run") {
  TemporaryDirectory folder;
  write(folder.file("a.fits"), run_with_id(1));
  write(folder.file("b.fits"), run_with_id(1));
  fs::create_symlink(folder.file("a.fits"), folder.file("same.fits"));
  std::string const message = refusal({folder.file("a.fits"), folder.file("b.fits")});
  CHECK(contains(message, "OBS_ID 1 stands for two different runs"));
  CHECK(contains(message, "a.fits"));
  CHECK(contains(message, "b.fits"));
  CHECK(ids({folder.file("a.fits"), folder.file("same.fits"), folder.file("a.fits")}) == Ids{1});
}

TEST_CASE("several event lists in one file are several runs") {
  TemporaryDirectory folder;
  EventFile second = run_with_id(2);
  second.extname = "EVENTS2";
  write(folder.file("two.fits"), {run_with_id(1), second});
  CHECK(ids({folder.file("two.fits")}) == Ids{1, 2});
  CHECK(ids({folder.file("two.fits[EVENTS2]")}) == Ids{2});
  CHECK(ids({folder.file("two.fits[1]")}) == Ids{1});  // cfitsio counts from 0, the primary HDU
  second.with_key({"OBS_ID", std::int64_t{1}, ""});
  write(folder.file("clash.fits"), {run_with_id(1), second});
  CHECK(contains(refusal({folder.file("clash.fits")}), "two event lists with OBS_ID 1"));
}

TEST_CASE("response tables of an event file belong to its run") {
  TemporaryDirectory folder;
  EventFile response = run_with_id(1);
  response.extname = "AEFF";
  response.gti.reset();
  response.with_key({"HDUCLAS1", std::string("RESPONSE"), ""});
  response.with_key({"HDUCLAS2", std::string("EFF_AREA"), ""});
  response.with_key({"HDUCLAS4", std::string("AEFF_2D"), ""});
  write(folder.file("run.fits"), {run_with_id(1), response});
  Observation const run =
      open_data_set({folder.file("run.fits")}, FileNameSyntax::literal).observations.at(0);
  REQUIRE(run.responses.size() == 1);
  CHECK(run.responses[0].type == "aeff");
  CHECK(run.responses[0].hdu_class == "aeff_2d");
  CHECK(run.responses[0].location.hdu == "AEFF");
}

TEST_CASE("an event file without a usable OBS_ID is refused with the remedy") {
  TemporaryDirectory folder;
  EventFile file;
  file.without_key("OBS_ID");
  write(folder.file("run.fits"), file);
  CHECK(contains(refusal({folder.file("run.fits")}), "OBS_ID is missing"));
}

TEST_CASE("what a name is not, is said") {
  TemporaryDirectory folder;
  fs::create_directories(folder.path() / "empty");
  CHECK(contains(refusal({folder.file("gone.fits")}), "no such file or folder"));
  CHECK(contains(refusal({folder.file("empty")}), "no DL3 data"));
  CHECK(contains(refusal({"@" + folder.file("gone.txt")}), "cannot read the list"));
  CHECK(contains(refusal({"@" + folder.path().string()}), "cannot read the list"));
  CHECK(contains(refusal({}), "no runs"));
  write_bytes(folder.file("text.fits"), std::string(5760, 'x'));
  CHECK(contains(refusal({folder.file("text.fits")}), "text.fits"));
  write_bytes(folder.file("none.fits"), "");
  CHECK(contains(refusal({folder.file("none.fits")}), "empty"));
  EventFile file;
  file.with_key({"HDUCLAS1", std::string("SKY"), ""});
  write(folder.file("sky.fits"), file);
  CHECK(contains(refusal({folder.file("sky.fits")}), "no events"));
}

TEST_CASE("a pipe is not waited for") {
  TemporaryDirectory folder;
  REQUIRE(mkfifo(folder.file("pipe.fits").c_str(), 0600) == 0);
  CHECK(contains(refusal({folder.file("pipe.fits")}), "not a regular file"));
  CHECK(contains(refusal({folder.path().string()}), "no DL3 data"));
  CHECK(contains(refusal({"@" + folder.file("pipe.fits")}), "cannot read the list"));
}

TEST_CASE("lists may name lists, but not themselves") {
  TemporaryDirectory folder;
  write(folder.file("a.fits"), run_with_id(1));
  write_bytes(folder.file("inner.txt"), "a.fits\n");
  write_bytes(folder.file("outer.txt"), "@inner.txt\n@inner.txt\n");
  CHECK(ids({"@" + folder.file("outer.txt")}) == Ids{1});
  write_bytes(folder.file("inner.txt"), "@outer.txt\n");
  CHECK(contains(refusal({"@" + folder.file("outer.txt")}), "a list contains itself"));
  write_bytes(folder.file("empty.txt"), "# nothing\n");
  CHECK(contains(refusal({"@" + folder.file("empty.txt")}), "the list names no runs"));
}

TEST_CASE("folders that contain themselves end, and links to data are followed") {
  TemporaryDirectory folder, elsewhere;
  write(elsewhere.file("a.fits"), run_with_id(1));
  fs::create_directory_symlink(elsewhere.path(), folder.path() / "data");
  fs::create_directory_symlink(folder.path(), folder.path() / "again");
  fs::create_symlink(folder.file("loop.fits"), folder.file("loop.fits"));
  CHECK(ids({folder.path().string()}) == Ids{1});
  CHECK(refusal({folder.file("loop.fits")}) != "");
}

TEST_CASE("filters and addresses are understood only from a person") {
  TemporaryDirectory folder;
  write(folder.file("a.fits"), run_with_id(1));
  std::string const filtered = folder.file("a.fits[EVENTS][ENERGY > 0.7]");
  CHECK(ids({filtered}) == Ids{1});
  CHECK(contains(refusal({filtered}, FileNameSyntax::literal), "no such file or folder"));
  write_bytes(folder.file("list.txt"), "a.fits[EVENTS][ENERGY > 0.7]\n");
  CHECK(contains(refusal({"@" + folder.file("list.txt")}), "no such file or folder"));
}
