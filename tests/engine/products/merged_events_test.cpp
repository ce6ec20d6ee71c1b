#include "engine/io/merged_events.hpp"

#include <doctest/doctest.h>

#include "engine/io/hdf5_columns.hpp"
#include "engine/io/hdf5_events.hpp"
#include "tests/engine/products/sample_products.hpp"
#include "tests/engine/products/sample_runs.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace engine;
using namespace test_support;

namespace {

struct Merge {
  ProductSummary summary;
  std::vector<std::string> files;
};

Merge selected(TemporaryDirectory const& folder, std::vector<SampleRun> const& runs) {
  Merge merge;
  merge.summary.recipe = {"select", {{"emin", "1"}}};
  merge.summary.creator = "Distiller test";
  for (SampleRun const& run : runs) {
    std::string const n = std::to_string(run.id);
    Observation const observation = write_sample_run(folder.file("in" + n + ".fits"), run);
    merge.files.push_back(folder.file("selected" + n + ".fits"));
    merge.summary.inputs.push_back(
        select_sample(observation, 1, merge.files.back(), "x.fits", SharedResponses({observation})).record);
  }
  return merge;
}

SampleRun run_of(std::int64_t id, std::vector<double> energy_tev) {
  SampleRun run;
  run.id = id;
  run.energy_tev = std::move(energy_tev);
  return run;
}

}  // namespace

TEST_CASE("runs of one layout are joined as they are, each event with its run") {
  TemporaryDirectory const folder;
  Merge const merge = selected(folder, {run_of(7, {0.5, 2, 3}), run_of(9, {4})});
  write_merged_events(folder.file("all.fits"), SelectedRuns(merge.files, merge.summary), merge.summary, "");
  FitsFile file = FitsFile::open(folder.file("all.fits"));
  FitsTable const events = file.table(2);
  std::int64_t const base = (std::int64_t{1} << 60) + 1;
  CHECK(file.integers(events, "EVENT_ID") == std::vector<std::int64_t>{base + 1, base + 2, base});
  CHECK(file.integers(events, "OBS_ID") == std::vector<std::int64_t>{7, 7, 9});
  CHECK(file.numbers(events, "TIME") == std::vector<double>{1001, 1002, 1000});
  CHECK(events.find("ENERGY")->code == 'E');
  CHECK(file.texts(events, "CAMERA")[0] == "CT1");
  FitsHeader const header = file.header(2);
  CHECK(header.text("TELESCOP") == "CTA");
  CHECK_FALSE(header.has("OBS_ID"));
  CHECK(header.integer("NRUNS") == 2);
  CHECK(header.text("DSVAL1") == "1:160");
  CHECK(header.real("ONTIME") == 4);
}

TEST_CASE("runs that differ meet in the common columns, in one time reference and one unit") {
  TemporaryDirectory const folder;
  SampleRun other = run_of(9, {4000, 500});
  other.energy_unit = "GeV";
  other.energy_format = "1D";
  other.mjdrefi = 51911;
  other.detector_columns = true;
  Merge const merge = selected(folder, {run_of(7, {2, 3}), other});
  SelectedRuns const runs(merge.files, merge.summary);
  CHECK(runs.layout().left_out() == std::vector<std::string>{"DETX"});
  write_merged_events(folder.file("all.fits"), runs, merge.summary, "");
  FitsFile file = FitsFile::open(folder.file("all.fits"));
  FitsTable const events = file.table(2);
  // The GeV run keeps one event of 4 TeV; its clock starts a day later.
  CHECK(file.numbers(events, "ENERGY") == std::vector<double>{2, 3, 4});
  CHECK(file.numbers(events, "TIME") == std::vector<double>{1000, 1001, 87400});
  CHECK(events.find("ENERGY")->unit == "TeV");
  CHECK(events.find("DETX") == nullptr);
  std::int64_t const base = (std::int64_t{1} << 60) + 1;
  CHECK(file.integers(events, "EVENT_ID") == std::vector<std::int64_t>{base, base + 1, base});
  CHECK(file.header(2).integer("MJDREFI") == 51910);
  CHECK(file.numbers(file.table(3), "START") == std::vector<double>{1000, 87400});
}

TEST_CASE("merged tables and columnar files have the same bytes each time") {
  TemporaryDirectory const folder, one, two;
  Merge const merge = selected(folder, {run_of(7, {0.5, 2, 3}), run_of(9, {4})});
  SelectedRuns const runs(merge.files, merge.summary);
  for (TemporaryDirectory const* place : {&one, &two}) {
    write_merged_events(place->file("all.fits"), runs, merge.summary, "{}");
    write_hdf5_events(place->file("all.h5"), runs, merge.summary, "{}");
  }
  CHECK(content_of(one.file("all.fits")) == content_of(two.file("all.fits")));
  CHECK(content_of(one.file("all.h5")) == content_of(two.file("all.h5")));
  CHECK(content_of(one.file("all.h5")).substr(1, 3) == "HDF");
}

TEST_CASE("unsigned FITS columns become unsigned numbers, and scaled ones their physical values") {
  FitsColumn column;
  column.code = 'J';
  column.bytes = 4;
  column.zero = 2147483648.0;
  ColumnDataset const unsigned_dataset = dataset_of(column);
  CHECK(unsigned_dataset.element == Element::uint32);
  std::vector<std::byte> const stored{std::byte{0x80}, std::byte{0}, std::byte{0}, std::byte{5}};
  std::vector<std::byte> out;
  gather(unsigned_dataset, stored, 4, out);
  CHECK(out == std::vector<std::byte>{std::byte{0}, std::byte{0}, std::byte{0}, std::byte{5}});

  column.zero = 0;
  column.scale = 0.5;
  ColumnDataset const scaled = dataset_of(column);
  CHECK(scaled.element == Element::float64);
  std::vector<std::byte> const three{std::byte{0}, std::byte{0}, std::byte{0}, std::byte{3}};
  gather(scaled, three, 4, out);
  // 1.5 in IEEE 754, big endian.
  CHECK(out[0] == std::byte{0x3f});
  CHECK(out[1] == std::byte{0xf8});
}
