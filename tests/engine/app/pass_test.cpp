#include "engine/app/pass.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"

using namespace engine;

namespace {

/// Events one second apart; reading beyond `breaks_at` fails, as a disk that gives up in the middle of a
/// file.
class FakeSource final : public EventSource {
 public:
  FakeSource(std::size_t rows, std::size_t breaks_at) : rows_(rows), breaks_at_(breaks_at) {}
  ObservationHeader const& header() const override { return header_; }
  GoodTimes const& good_times() const override { return gti_; }
  std::size_t rows() const override { return rows_; }
  bool has_column(std::string_view) const override { return false; }
  std::vector<std::string> column_names() const override { return {}; }
  std::string column_unit(std::string_view) const override { return ""; }
  void read(Rows rows, ColumnSet const&, EventColumns& out) override {
    if (rows.last > breaks_at_) throw Failure(Fault::bad_data, "the disk gave up");
    out.count = rows.count();
    out.met_s.clear();
    for (std::size_t row = rows.first; row < rows.last; ++row) out.met_s.push_back(static_cast<double>(row));
  }

 private:
  std::size_t rows_, breaks_at_;
  ObservationHeader header_;
  GoodTimes gti_{{{0, 1e9}}};
};

constexpr std::size_t never = 1000000;

/// Runs of 100 events each; run i breaks at breaks_at[i].
struct FakeSet {
  explicit FakeSet(std::vector<std::size_t> const& breaks_at) {
    for (std::size_t i = 0; i < breaks_at.size(); ++i) {
      Observation run;
      run.id = static_cast<std::int64_t>(i);
      set.observations.push_back(run);
      sizes.inputs.push_back({100, 2800, true});
    }
    options.block_rows = 10;
    options.on_error = OnError::skip;
    options.open = [breaks_at](Observation const& run) -> std::unique_ptr<EventSource> {
      return std::make_unique<FakeSource>(100, breaks_at[static_cast<std::size_t>(run.id)]);
    };
  }
  DataSet set;
  Survey sizes;
  PassOptions options;
};

}  // namespace

TEST_CASE("a run that fails after some of its events were counted leaves none of them in the result") {
  for (int const threads : {1, 3}) {
    FakeSet fake({never, 55, never});
    fake.options.threads = threads;
    std::atomic<std::uint64_t> counted{0}, resets{0};
    PassWork work;
    work.block = [&](Block const& block) { counted += block.kept.size(); };
    work.reset = [&] {
      counted = 0;
      ++resets;
    };
    Progress progress(ProgressStyle::none);
    PassResult const result =
        run_pass(fake.set, fake.sizes, fake.options, work, Communicator::alone(), progress);
    CHECK(resets == 1);
    CHECK(counted == 200);
    REQUIRE(result.inputs.size() == 2);
    CHECK(result.inputs[0].observation.id == 0);
    CHECK(result.inputs[1].observation.id == 2);
    CHECK(result.inputs[1].flow.kept == 100);
    REQUIRE(result.failures.size() == 1);
    CHECK(result.failures[0].run == 1);
    CHECK(result.failures[0].reason == "the disk gave up");
  }
}

TEST_CASE("a job that writes run by run is not done again: the broken run is never ended") {
  FakeSet fake({never, 55, never});
  fake.options.grain = Grain::runs;
  std::vector<std::size_t> ended;
  PassWork work;
  work.block = [](Block const&) {};
  work.end_run = [&](std::size_t run, int, InputRecord const&) { ended.push_back(run); };
  Progress progress(ProgressStyle::none);
  PassResult const result =
      run_pass(fake.set, fake.sizes, fake.options, work, Communicator::alone(), progress);
  CHECK(ended == std::vector<std::size_t>{0, 2});
  CHECK(result.failures.size() == 1);
}

TEST_CASE("by default one broken run ends the job, naming it; without any run left there is no result") {
  FakeSet one({never, 55});
  one.options.on_error = OnError::fail;
  PassWork work;
  work.block = [](Block const&) {};
  Progress progress(ProgressStyle::none);
  CHECK_THROWS_WITH_AS(run_pass(one.set, one.sizes, one.options, work, Communicator::alone(), progress),
                       "run 1: the disk gave up (on-error=skip leaves such runs out)", Failure);
  FakeSet all({0, 0});
  CHECK_THROWS_AS(run_pass(all.set, all.sizes, all.options, work, Communicator::alone(), progress), Failure);
}

TEST_CASE("every row of every run is handed on exactly once, whatever the blocks and threads") {
  for (std::size_t const block_rows : {std::size_t{1}, std::size_t{7}, std::size_t{100}, std::size_t{8192}}) {
    FakeSet fake({never, never});
    fake.options.block_rows = block_rows;
    fake.options.threads = 2;
    std::mutex mutex;
    std::map<std::pair<std::size_t, std::size_t>, int> visits;
    PassWork work;
    work.block = [&](Block const& block) {
      std::lock_guard const lock(mutex);
      for (std::uint32_t const row : block.kept) ++visits[{block.run, block.rows.first + row}];
    };
    Progress progress(ProgressStyle::none);
    PassResult const result =
        run_pass(fake.set, fake.sizes, fake.options, work, Communicator::alone(), progress);
    CHECK(visits.size() == 200);
    CHECK(std::all_of(visits.begin(), visits.end(), [](auto const& visit) { return visit.second == 1; }));
    for (InputRecord const& input : result.inputs) CHECK(adds_up(input.flow));
  }
}
