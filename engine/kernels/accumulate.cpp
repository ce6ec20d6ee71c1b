#include "engine/kernels/accumulate.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"

namespace engine {

namespace {

constexpr std::size_t chunk = 2048;  // its columns stay in the first cache

/// One after the other, as they are when nothing was cut: then the columns need not be gathered.
bool consecutive(std::span<std::uint32_t const> rows) {
  std::uint32_t steps_wrong = 0;
  for (std::uint32_t i = 0; i < rows.size(); ++i) steps_wrong |= rows[i] - rows[0] - i;
  return steps_wrong == 0;
}

}  // namespace

CubeBins::CubeBins(CountsCube const& cube, std::unique_ptr<PixelLocator const> locator)
    : locator_(std::move(locator)), pixels_(cube.geometry.pixels()), bins_(cube.counts.size()) {
  EXPECTS(locator_ != nullptr);
  if (cube.axis) energy_.emplace(*cube.axis);
}

std::uint64_t CubeBins::add(EventView events, std::span<std::uint32_t const> rows,
                            std::span<std::uint32_t> counts) const {
  EXPECTS(counts.size() == bins_);
  EXPECTS(events.ra_rad.size() == events.size() && events.dec_rad.size() == events.size());
  EXPECTS(!energy_ || events.energy_tev.size() == events.size());
  EXPECTS(rows.empty() || *std::max_element(rows.begin(), rows.end()) < events.size());
  double ra_rad[chunk], dec_rad[chunk];
  std::uint32_t pixel[chunk];
  std::uint64_t added = 0;
  for (std::size_t first = 0; first < rows.size(); first += chunk) {
    std::size_t const n = std::min(chunk, rows.size() - first);
    auto const some = rows.subspan(first, n);
    if (consecutive(some)) {
      locator_->locate(events.ra_rad.subspan(some.front(), n), events.dec_rad.subspan(some.front(), n),
                       {pixel, n});
    } else {
      for (std::size_t i = 0; i < n; ++i) {
        ra_rad[i] = events.ra_rad[some[i]];
        dec_rad[i] = events.dec_rad[some[i]];
      }
      locator_->locate({ra_rad, n}, {dec_rad, n}, {pixel, n});
    }
    added += add_located(events, some, {pixel, n}, counts);
  }
  return added;
}

std::uint64_t CubeBins::add_located(EventView events, std::span<std::uint32_t const> rows,
                                    std::span<std::uint32_t const> pixel,
                                    std::span<std::uint32_t> counts) const {
  // First who is in, without branches: whether an event falls on a map is what no branch predictor knows.
  std::uint32_t in[chunk];
  std::size_t found = 0;
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    in[found] = i;
    unsigned const covered = energy_ ? energy_->covers(events.energy_tev[rows[i]]) : 1;
    found += static_cast<unsigned>(pixel[i] != no_bin) & covered;
  }
  for (std::size_t k = 0; k < found; ++k) {
    std::uint32_t const i = in[k];
    std::size_t const plane = energy_ ? energy_->bin_of_covered(events.energy_tev[rows[i]]) : 0;
    ++counts[plane * pixels_ + pixel[i]];
  }
  return found;
}

std::uint64_t total_of(std::span<std::uint32_t const> counts) {
  std::uint64_t total = 0;
  for (std::uint32_t const count : counts) total += count;
  return total;
}

void require_no_overflow(std::span<std::uint32_t const> counts, std::uint64_t added) {
  std::uint64_t const total = total_of(counts);
  if (total == added) return;
  throw Failure(Fault::bad_request,
                "counts overflow: " + std::to_string(added) + " events went into the map but its bins hold " +
                    std::to_string(total) + " (a bin cannot count past 4294967295) - use smaller bins");
}

}  // namespace engine
