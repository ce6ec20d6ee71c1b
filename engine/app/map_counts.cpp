#include "engine/app/map_counts.hpp"

#include "engine/io/wcs_locator.hpp"

namespace engine {

namespace {

std::vector<SkyGeometry> geometries(MapJob const& job) {
  std::vector<SkyGeometry> out;
  for (MapTarget const& target : job.targets) out.push_back(target.geometry);
  return out;
}

void add_counts(CubeSet& to, CubeSet const& from) {
  for (std::size_t t = 0; t < to.cubes.size(); ++t) {
    std::vector<std::uint32_t>& sum = to.cubes[t].counts;
    std::vector<std::uint32_t> const& more = from.cubes[t].counts;
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += more[i];
    to.added[t] += from.added[t];
  }
}

}  // namespace

MapCounts::MapCounts(MapJob const& job, int threads) : job_(job), index_(geometries(job)) {
  threads_.resize(static_cast<std::size_t>(threads));
  reset();
  for (CountsCube const& cube : threads_.front().counting.cubes)
    bins_.emplace_back(cube, make_locator(cube.geometry));
}

std::uint64_t MapCounts::bytes_per_set(MapJob const& job) {
  std::uint64_t const planes = job.axis ? job.axis->bins() : 1;
  std::uint64_t bytes = 0;
  for (MapTarget const& target : job.targets)
    bytes += planes * target.geometry.pixels() * sizeof(std::uint32_t);
  return job.stacked && job.per_run ? 2 * bytes : bytes;
}

CubeSet MapCounts::empty_set() const {
  CubeSet set;
  for (MapTarget const& target : job_.targets) set.cubes.emplace_back(target.geometry, job_.axis);
  set.added.assign(job_.targets.size(), 0);
  return set;
}

void MapCounts::reset() {
  for (PerThread& thread : threads_) {
    thread.counting = empty_set();
    thread.stacked.clear();
  }
}

void MapCounts::add(Block const& block) {
  PerThread& mine = threads_[static_cast<std::size_t>(block.thread)];
  index_.assign(block.events, block.kept, mine.rows);
  for (std::size_t t = 0; t < bins_.size(); ++t)
    mine.counting.added[t] += bins_[t].add(block.events, mine.rows.of(t), mine.counting.cubes[t].counts);
}

CubeSet MapCounts::take(int thread) {
  CubeSet out = empty_set();
  std::swap(out, threads_[static_cast<std::size_t>(thread)].counting);
  return out;
}

void MapCounts::stack(int thread, CubeSet const& set) {
  std::vector<CubeSet>& stacked = threads_[static_cast<std::size_t>(thread)].stacked;
  if (stacked.empty())
    stacked.push_back(set);
  else
    add_counts(stacked.front(), set);
}

CubeSet MapCounts::total() {
  CubeSet sum = std::move(threads_.front().counting);
  for (PerThread& thread : threads_) {
    if (&thread != &threads_.front()) add_counts(sum, thread.counting);
    for (CubeSet const& stacked : thread.stacked) add_counts(sum, stacked);
    thread = {};  // frees a cube as soon as it is added
  }
  return sum;
}

}  // namespace engine
