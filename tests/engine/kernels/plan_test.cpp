#include "engine/kernels/plan.hpp"

#include <algorithm>
#include <random>

#include <doctest/doctest.h>

using namespace engine;

namespace {

std::vector<PlanInput> random_inputs(std::mt19937_64& random) {
  std::vector<PlanInput> out;
  std::size_t const files = random() % 30;
  for (std::size_t k = 0; k < files; ++k) {
    std::size_t const rows = random() % 7 == 0 ? 0 : random() % (random() % 3 == 0 ? 1000000 : 2000);
    std::size_t const width = 20 + random() % 60;
    out.push_back({rows, rows * width, random() % 3 != 0});
  }
  return out;
}

double load(std::vector<PlanInput> const& inputs, std::span<WorkUnit const> units) {
  double sum = 0;
  for (WorkUnit const& unit : units) {
    PlanInput const& input = inputs[unit.file];
    double const rows = static_cast<double>(std::max<std::size_t>(input.rows, 1));
    sum += cost_of(input) * (input.rows == 0 ? 1 : static_cast<double>(unit.rows.count()) / rows);
  }
  return sum;
}

}  // namespace

TEST_CASE("every row of every file is in exactly one unit, and every file is looked at") {
  std::mt19937_64 random(41);
  for (int trial = 0; trial < 300; ++trial) {
    std::vector<PlanInput> const inputs = random_inputs(random);
    PlanLimits const limits{1 + static_cast<int>(random() % 9), 1 + random() % 50000};
    WorkPlan const plan = plan_work(inputs, limits);
    REQUIRE(plan.by_rank.size() == static_cast<std::size_t>(limits.ranks));
    std::vector<std::vector<Rows>> covered(inputs.size());
    for (int rank = 0; rank < limits.ranks; ++rank) {
      auto const units = plan.of_rank(rank);
      CHECK(std::is_sorted(units.begin(), units.end(), [](WorkUnit const& a, WorkUnit const& b) {
        return a.file < b.file || (a.file == b.file && a.rows.first < b.rows.first);
      }));
      for (WorkUnit const& unit : units) covered[unit.file].push_back(unit.rows);
    }
    for (std::size_t file = 0; file < inputs.size(); ++file) {
      auto& ranges = covered[file];
      std::sort(ranges.begin(), ranges.end(), [](Rows a, Rows b) { return a.first < b.first; });
      REQUIRE(!ranges.empty());
      std::size_t next = 0;
      bool joined = true, bounded = true;
      for (Rows const& rows : ranges) {
        joined = joined && rows.first == next && (rows.count() > 0 || inputs[file].rows == 0);
        bounded = bounded && (!inputs[file].splittable || rows.count() <= limits.rows_per_unit);
        next = rows.last;
      }
      CHECK(joined);
      CHECK(bounded);
      CHECK(next == inputs[file].rows);
      CHECK((inputs[file].splittable || ranges.size() == 1));
    }
  }
}

TEST_CASE("the same inputs give the same plan") {
  std::mt19937_64 random(42);
  std::vector<PlanInput> const inputs = random_inputs(random);
  CHECK(plan_work(inputs, {5, 1000}).by_rank == plan_work(inputs, {5, 1000}).by_rank);
}

TEST_CASE("plain files of very unequal size are spread evenly, to a row or so") {
  std::vector<PlanInput> const inputs{{10000000, 280000000, true},
                                      {100, 2800, true},
                                      {50000, 1400000, true},
                                      {3, 84, true},
                                      {2000000, 90000000, true}};
  for (int const ranks : {1, 2, 3, 5, 64}) {
    WorkPlan const plan = plan_work(inputs, {ranks, 1 << 20});
    double least = 1e300, most = 0;
    for (int rank = 0; rank < ranks; ++rank) {
      double const mine = load(inputs, plan.of_rank(rank));
      least = std::min(least, mine);
      most = std::max(most, mine);
    }
    CHECK(most - least < 28 * 64 + 100);
  }
}

TEST_CASE("whole files go round the ranks, and plain rows fill what they leave open") {
  // One gzip file as costly as all the rest: it has a rank to itself.
  std::vector<PlanInput> const inputs{{1000000, 28000000, true}, {1000000, 28000000 / 12, false}};
  WorkPlan const plan = plan_work(inputs, {2, 1 << 20});
  CHECK(plan.of_rank(0).size() == 1);
  CHECK(plan.of_rank(0)[0] == WorkUnit{1, {0, 1000000}});
  std::size_t rows = 0;
  for (WorkUnit const& unit : plan.of_rank(1)) rows += unit.file == 0 ? unit.rows.count() : 0;
  CHECK(rows > 999000);

  std::vector<PlanInput> const gzip(9, PlanInput{1000, 10000, false});
  WorkPlan const thirds = plan_work(gzip, {3, 100});
  for (int rank = 0; rank < 3; ++rank) CHECK(thirds.of_rank(rank).size() == 3);
}

TEST_CASE("more ranks than rows leave some idle, and nothing to read is a plan too") {
  std::vector<PlanInput> const two_rows{{2, 56, true}};
  std::size_t units = 0;
  for (auto const& mine : plan_work(two_rows, {8, 100}).by_rank) units += mine.size();
  CHECK(units <= 2);
  CHECK(plan_work({}, {4, 100}).by_rank.size() == 4);
}
