#include "uws/analysis/cluster_work.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "jobs/work/parts.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace uws;
using Words = std::vector<std::string>;

namespace {

jobs::WorkOrder select_order(std::filesystem::path const& results) {
  jobs::WorkOrder order;
  order.id = "j1";
  order.attempt = 2;
  order.argv = {"/opt/distill", "select", "in=/data", "activity=/w/activity.json", "out=."};
  order.directory = results;
  order.processes = 1;
  order.threads = 8;
  order.memory_bytes = 4'000'000'000;
  order.disk_bytes = 77;
  order.inputs = {"/data/run.fits"};
  order.notify = "https://service/batch/j1";
  order.time = std::chrono::seconds(600);
  order.reads_progress = true;
  return order;
}

}  // namespace

TEST_CASE("an order of one part stays as it is") {
  test_support::TemporaryDirectory const folder;
  auto order = select_order(folder.file("results"));
  split_order(order, {.parts = 1}, folder.file("work"));
  CHECK(order.argv.at(1) == "select");
  CHECK(order.parts == 1);
  CHECK_FALSE(std::filesystem::exists(folder.file("work")));
}

TEST_CASE("a split order has every part once, and gathers them all") {
  test_support::TemporaryDirectory const folder;
  std::filesystem::path const work = folder.file("work");
  std::filesystem::create_directories(work);
  auto order = select_order(folder.file("results"));
  split_order(order, {.parts = 3}, work);
  jobs::write_order(work, order);

  CHECK(order.parts == 3);
  CHECK(order.threads == 1);
  CHECK(order.directory == folder.file("results"));
  CHECK(order.inputs.size() == 1);
  Words gathered{order.argv.begin() + 2, order.argv.begin() + 5};
  CHECK(Words{order.argv.begin(), order.argv.begin() + 2} == Words{"/opt/distill", "gather"});
  CHECK(std::ranges::count(order.argv, "activity=/w/activity.json") == 1);

  for (int i = 1; i <= 3; ++i) {
    CAPTURE(i);
    auto const part = jobs::read_order(jobs::part_folder(work, i));
    CHECK(part.argv.back() == "part=" + std::to_string(i) + "/3");
    CHECK(Words{part.argv.begin(), part.argv.end() - 1} == select_order({}).argv);
    CHECK(part.id == "j1");
    CHECK(part.attempt == 2);
    CHECK(part.threads == 8);
    CHECK(part.parts == 1);
    CHECK(part.disk_bytes == 77);
    CHECK(part.time == std::chrono::seconds(600));
    CHECK(part.reads_progress);
    CHECK(part.inputs.empty());
    CHECK(part.notify == order.notify);
    // Its results lie where the gathering looks for them, and nowhere among those of the job.
    CHECK(std::filesystem::is_directory(part.directory));
    CHECK(part.directory.string() == gathered.at(static_cast<std::size_t>(i) - 1));
    CHECK_FALSE(part.directory.string().starts_with(folder.file("results")));
  }
}

TEST_CASE("the quote counts on all processors of all parts") {
  Plan const plan{.seconds = 100, .cpu_seconds = 240};
  CHECK(seconds_with(plan, {.processes = 2, .threads = 4, .parts = 3}) == doctest::Approx(10));
  CHECK(seconds_with(Plan{.seconds = 100}, {.processes = 2, .threads = 4}) == doctest::Approx(100));
  CHECK_FALSE(seconds_with(Plan{}, {}));
}
