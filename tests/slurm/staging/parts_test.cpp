// The pure parts of staging.
#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "jobs/process.hpp"
#include "service_here.hpp"
#include "slurm/staging_agent.hpp"
#include "slurm/staging_link.hpp"
#include "slurm/staging_note.hpp"
#include "slurm/staging_places.hpp"
#include "slurm/staging_sums.hpp"
#include "slurm/staging_texts.hpp"
#include "slurm/staging_words.hpp"

using namespace test_staging;
using slurm::StagePlaces;

TEST_CASE("words come back as they were, whatever is in them") {
  std::vector<std::string> const words{"", "a b", "line\nline", "'\"\\", "\xff\xfe", ""};
  CHECK(slurm::unpacked_words(slurm::packed_words(words)) == words);
  CHECK(slurm::unpacked_words("").empty());
  CHECK_THROWS_AS(slurm::unpacked_words("a"), engine::Failure);
  std::vector<std::string> lists;
  slurm::add_list(lists, {"1", "2"});
  slurm::add_list(lists, {});
  slurm::WordReader reader(lists);
  CHECK(reader.take_list(2) == std::vector<std::string>{"1", "2"});
  CHECK(reader.take_list().empty());
  CHECK(reader.at_end());
  CHECK_THROWS_AS(reader.take(), engine::Failure);
  CHECK_THROWS_AS(slurm::WordReader({"3", "a", "b"}).take_list(), engine::Failure);
  CHECK_THROWS_AS(slurm::WordReader({"3", "a", "b", "c"}).take_list(2), engine::Failure);
  CHECK_THROWS_AS(slurm::WordReader({"99999999999999999999", "a"}).take_list(), engine::Failure);
}

TEST_CASE("a place here has one place there") {
  StagePlaces const places("/srv/jobs/", "/scratch/stage", "d");
  CHECK(places.there("/srv/jobs/map/7/work") == "/scratch/stage/d/jobs/map/7/job/work");
  CHECK(places.there("/srv/jobs/map/7") == "/scratch/stage/d/jobs/map/7/job");
  CHECK(places.there("/srv/jobs/map/7/../8/x") == "/scratch/stage/d/jobs/map/8/job/x");
  CHECK(places.there("/usr/bin/prog") == "/usr/bin/prog");
  CHECK(places.there("/srv/jobs2/map/7") == "/srv/jobs2/map/7");
  CHECK(places.there_for("map/7", "/srv/jobs/map/7/a") == "/scratch/stage/d/jobs/map/7/job/a");
  CHECK(places.there_for("map/7", "/srv/jobs/map/8/results/a") ==
        "/scratch/stage/d/jobs/map/7/data/srv/jobs/map/8/results/a");
  CHECK(places.job_of("/srv/jobs/map/7/work") == "map/7");
  CHECK_FALSE(places.job_of("/srv/jobs/map"));
  CHECK_FALSE(places.job_of("/srv/jobs"));
  CHECK_FALSE(places.job_of("/srv/other/map/7"));
}

TEST_CASE("folders in texts are replaced where they are folders, and only there") {
  StagePlaces const places("/srv/jobs", "/scratch", "d");
  auto const there = [&](std::string const& text) { return places.text_there("map/7", text); };
  CHECK(there("in=/srv/jobs/map/7/inputs/crab") == "in=/scratch/d/jobs/map/7/job/inputs/crab");
  CHECK(there("/srv/jobs/map/7:/srv/jobs/map/7") == "/scratch/d/jobs/map/7/job:/scratch/d/jobs/map/7/job");
  for (std::string const text :
       {"/srv/jobs/map/71", "/srv/jobs/map/7.fits", "/a/srv/jobs/map/7", "x/srv/jobs/map/7", ""})
    CHECK(there(text) == text);
  CHECK(places.text_here("map/7", "no file /scratch/d/jobs/map/7/job/a") == "no file /srv/jobs/map/7/a");
}

TEST_CASE("keys keep the end of a name by which programs know what it is") {
  std::string const sum(64, '0');
  CHECK(slurm::store_key(sum, "run.fits.gz") == sum + ".fits.gz");
  CHECK(slurm::store_key(sum, "noend") == sum);
  CHECK(slurm::store_key(sum, "gll_v05.2020_01_01.more.fits") == sum + ".fits");
  CHECK(slurm::store_key(sum, ".hidden") == sum);
  CHECK(slurm::store_key(sum, "x.a b") == sum);
  CHECK(slurm::store_key(sum, "x./") == sum);
}

TEST_CASE("rsync reads the words of a remote shell as they were meant") {
  // rsync runs them with its own words behind; this one shows what it got.
  test_support::TemporaryDirectory temp;
  std::vector<std::string> const words{
      "/bin/sh", "-c",        "for w; do printf '%s\\n' \"$w\"; done > '" + temp.file("got") + "'",
      "sh",      "two words", "it's",
      "\"",      ""};
  jobs::run_process(
      {.argv = {"rsync", "--rsh=" + slurm::remote_shell_words(words), "env:/x", temp.file("y")}});
  CHECK(file_bytes(temp.file("got")).starts_with("two words\nit's\n\"\n\nenv\nrsync\n--server\n"));
}

TEST_CASE("texts of a document are mapped, its names and numbers are not") {
  auto const mapped = [](std::string const& text) { return text == "a" ? "b" : text; };
  auto const json = slurm::json_with_texts(R"({"a": ["a", 1, {"x": "a"}], "c": 0.1})", mapped);
  REQUIRE(json);
  std::string plain;
  for (char const c : *json)
    if (c != ' ' && c != '\n') plain += c;
  CHECK(plain == R"({"a":["b",1,{"x":"b"}],"c":0.1})");
  CHECK_FALSE(slurm::json_with_texts("{", mapped));
}

TEST_CASE("a note comes back, and a spoilt one says that something may be there") {
  test_support::TemporaryDirectory temp;
  CHECK_FALSE(slurm::read_stage_note(temp.path()));
  jobs::FileSum const sum{"/a\n b", "abc", 7, jobs::Instant(std::chrono::milliseconds(1'700'000'000'123))};
  slurm::write_stage_note(temp.path(), {.home = true, .inputs = {sum}});
  auto const note = slurm::read_stage_note(temp.path());
  REQUIRE(note);
  CHECK(note->home);
  REQUIRE(note->inputs.size() == 1);
  CHECK(note->inputs[0].path == sum.path);
  CHECK(note->inputs[0].size == 7);
  CHECK(note->inputs[0].changed == sum.changed);
  write_file(temp.path() / slurm::stage_note_name, "ho");
  REQUIRE(slurm::read_stage_note(temp.path()));
  CHECK_FALSE(slurm::read_stage_note(temp.path())->home);
}

TEST_CASE("sums are those of the files as they are") {
  ServiceHere service;
  slurm::KnownSums sums;
  auto file = service.add_data("a", "abc");
  std::string const abc =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";  // FIPS 180-2, B.1
  CHECK(sums.of({.path = file.path}, {}).sha256 == abc);
  file.sha256 = "what the catalogue says";
  CHECK(slurm::KnownSums().of(file, {}).sha256 == file.sha256);
  file.size = 4;  // it is not the file that the catalogue saw
  CHECK(slurm::KnownSums().of(file, {}).sha256 == abc);
  file.size = 3;
  slurm::KnownSums doubting;
  doubting.doubt(file.path);
  CHECK_THROWS_WITH_AS(doubting.of(file, {}), doctest::Contains("ingest"), engine::Failure);
  write_file(file.path, "abcd");
  CHECK(sums.of({.path = file.path}, {}).sha256 == sum_by_sha256sum(file.path));
  CHECK_THROWS_AS(sums.of({.path = service.data() / "none"}, {}), engine::Failure);
}
