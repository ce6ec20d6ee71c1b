#include "engine/app/part.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <set>

#include <doctest/doctest.h>

#include "engine/app/part_note.hpp"
#include "engine/base/failure.hpp"

using namespace engine;
namespace fs = std::filesystem;

namespace {

struct Folder {
  fs::path path;
  Folder() {
    std::string name = (fs::temp_directory_path() / "distill-test-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;
  ~Folder() { fs::remove_all(path); }
};

double load_of(std::vector<std::size_t> const& share, std::vector<double> const& costs) {
  return std::accumulate(share.begin(), share.end(), 0.0,
                         [&](double sum, std::size_t run) { return sum + costs[run]; });
}

Fault fault_of_reading(fs::path const& folder) {
  try {
    read_part_note(folder.string());
  } catch (Failure const& failure) {
    return failure.fault();
  }
  FAIL("it was read");
  return Fault::internal;
}

}  // namespace

TEST_CASE("a part is told by its number and how many there are") {
  CHECK(*parse_part("2/8") == Part{2, 8});
  CHECK(*parse_part(" 1 / 1 ") == Part{1, 1});
  for (char const* text :
       {"", "2", "2/", "/8", "0/8", "9/8", "-1/8", "2/8/3", "2/x", "1.5/8", "1/0", "1/100001"})
    CHECK_FALSE_MESSAGE(parse_part(text), text);
}

TEST_CASE("every run is in exactly one share, whatever the costs, and equal costs give equal shares") {
  for (int const parts : {1, 2, 3, 7, 20})
    for (std::size_t const runs : {std::size_t{0}, std::size_t{1}, std::size_t{5}, std::size_t{100}}) {
      std::vector<double> costs(runs);
      for (std::size_t i = 0; i < runs; ++i) costs[i] = static_cast<double>((i * 7919) % 13);
      auto const shares = shares_of_runs(costs, parts);
      REQUIRE(shares.size() == static_cast<std::size_t>(parts));
      std::multiset<std::size_t> all;
      for (auto const& share : shares) {
        CHECK(std::is_sorted(share.begin(), share.end()));
        all.insert(share.begin(), share.end());
      }
      CHECK(all.size() == runs);
      CHECK(std::set<std::size_t>(all.begin(), all.end()).size() == runs);
      auto const even = shares_of_runs(std::vector<double>(runs, 1.0), parts);
      for (auto const& share : even) CHECK(share.size() <= runs / static_cast<std::size_t>(parts) + 1);
    }
}

TEST_CASE("no share is heavier than the lightest by more than one run") {
  std::vector<double> costs;
  for (int i = 0; i < 200; ++i) costs.push_back(1 + (i * 37) % 101);
  auto const shares = shares_of_runs(costs, 6);
  double lightest = 1e9, heaviest = 0;
  for (auto const& share : shares) {
    lightest = std::min(lightest, load_of(share, costs));
    heaviest = std::max(heaviest, load_of(share, costs));
  }
  CHECK(heaviest - lightest <= 101);
}

TEST_CASE("what a part notes is read back to the last bit") {
  Folder const folder;
  PartNote note;
  note.part = {2, 3};
  note.command = "select";
  note.parameters = {{"emin", {"0.5"}, Source::user, Concern::science},
                     {"target", {"a", "b"}, Source::config, {}}};
  note.runs = 5;
  note.runs_sum = "sum";
  note.share = {1, 4};
  InputRecord input;
  input.observation.id = 42;
  input.observation.events.file = "/data/a.fits";
  input.observation.events.hdu = "EVENTS";
  input.header.object = "Crab";
  input.gti = GoodTimes(std::vector{MetRange{0.1, 0.3}});
  input.livetime_s = 0.1 + 0.2;  // no short decimal
  input.flow.read = 7;
  note.inputs[1] = input;
  note.skipped[4] = {{}, "broken", 3};
  note.responses = {{"/data/irf.fits", "irf/irf.fits"}};
  note.files["/data/a.fits"].did_of_run[42] = "ivo://x";
  note.products = {{"events", "obs_000042.fits", "application/fits", 10, "aa"}};
  note.products[0].content.hdus = {{"EVENTS", 1, "table", "12", "bb", 3}};
  note.events[4] = 9;
  note.conditions.by_rank = {{1, "n2", 0.5, 100, 200}};
  write_part_note((folder.path / part_note_name).string(), note);

  PartNote const again = read_part_note(folder.path.string());
  CHECK(again.part == note.part);
  CHECK(again.share == note.share);
  REQUIRE(again.parameters.size() == 2);
  CHECK(again.parameters[1].values == std::vector<std::string>{"a", "b"});
  CHECK(again.parameters[1].source == Source::config);
  REQUIRE(again.inputs.contains(1));
  CHECK(again.inputs.at(1).observation.id == 42);
  CHECK(again.inputs.at(1).observation.events.file == "/data/a.fits");
  CHECK(again.inputs.at(1).header.object == "Crab");
  CHECK(again.inputs.at(1).livetime_s == input.livetime_s);
  CHECK(again.inputs.at(1).gti == input.gti);
  CHECK(again.skipped.at(4).reason == "broken");
  CHECK(again.skipped.at(4).rank == 3);
  CHECK(again.responses == note.responses);
  CHECK(again.files.at("/data/a.fits").did_of_run.at(42) == "ivo://x");
  REQUIRE(again.products.size() == 1);
  CHECK(again.products[0].content.hdus.at(0).rows == 3);
  CHECK(again.events.at(4) == 9);
  CHECK(again.conditions.by_rank.at(0).host == "n2");
}

TEST_CASE("a note that is missing, damaged or cut short is refused") {
  Folder const folder;
  fs::path const file = folder.path / part_note_name;
  CHECK(fault_of_reading(folder.path) == Fault::missing_resource);
  PartNote note;
  note.command = "select";
  write_part_note(file.string(), note);
  std::string bytes;
  {
    std::ifstream in(file, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(in), {});
  }
  for (std::size_t const at : {std::size_t{0}, std::size_t{30}, bytes.size() / 2, bytes.size() - 1}) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    std::ofstream(file, std::ios::binary) << damaged;
    CHECK(fault_of_reading(folder.path) == Fault::bad_data);
    std::ofstream(file, std::ios::binary) << bytes.substr(0, at);
    CHECK(fault_of_reading(folder.path) == Fault::bad_data);
  }
}
