#include "engine/kernels/target_index.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "engine/base/expects.hpp"
#include "engine/kernels/locate.hpp"
#include "engine/kernels/vector_math.hpp"

namespace engine {

namespace {

constexpr double half_turn = std::numbers::pi, quarter_turn = std::numbers::pi / 2;
constexpr double one_degree = std::numbers::pi / 180;
constexpr double widest_in_grid = 15 * one_degree;
/// Far above the rounding of the cell arithmetic and of the latitudes that unit_vectors lets pass.
constexpr double slack = 2e-6;

/// No map that is at most widest_in_grid stretches angles by more, anywhere near it.
constexpr double most_stretch = 1.25;

/// Can the map hold a point of this circle? Conservative: yes where the projection does not say.
bool may_hold(SkyGeometry const& map, Vector3 const& centre, double radius_rad) {
  if (!has_closed_form(map.header().projection)) return true;
  double x = 0, y = 0;
  ClosedFormLocator(map).fits_pixels({{&centre[0], 1}, {&centre[1], 1}, {&centre[2], 1}}, {&x, 1}, {&y, 1});
  if (std::isnan(x) || std::isnan(y)) return true;
  std::array<double, 4> const& scale = map.pixel_from_plane();
  double const reach = most_stretch * (radius_rad + slack);
  double const reach_x = reach * std::hypot(scale[0], scale[1]);
  double const reach_y = reach * std::hypot(scale[2], scale[3]);
  return x > 0.5 - reach_x && x < map.nx() + 0.5 + reach_x && y > 0.5 - reach_y &&
         y < map.ny() + 0.5 + reach_y;
}

/// Longitude in turns, in [0, 1], and latitude in bands; NaN where undefined.
DISTILL_WIDE void grid_coordinates(double const* ra, double const* dec, std::size_t n,
                                   double bands_per_radian, double* __restrict turns,
                                   double* __restrict bands) {
  double const to_integer = 0x1.8p52;
  for (std::size_t i = 0; i < n; ++i) {
    double const t = ra[i] * (0.5 / half_turn);
    double const from_nearest = t - ((t + to_integer) - to_integer);
    turns[i] = std::abs(ra[i]) <= largest_angle_rad ? from_nearest + (from_nearest < 0 ? 1.0 : 0.0) : NAN;
    bands[i] = (dec[i] + quarter_turn) * bands_per_radian;
  }
}

}  // namespace

std::span<std::uint32_t const> TargetRows::of(std::size_t target) const {
  if (everywhere_[target] != 0) return all_;
  return std::span(by_target_)
      .subspan(first_of_target_[target], first_of_target_[target + 1] - first_of_target_[target]);
}

TargetIndex::TargetIndex(std::span<SkyGeometry const> maps) {
  double smallest = widest_in_grid;
  for (SkyGeometry const& map : maps) {
    double const radius = in_radians(map.bound_radius());
    everywhere_.push_back(static_cast<std::uint8_t>(maps.size() == 1 || radius > widest_in_grid));
    smallest = std::min(smallest, radius);
  }
  lay_out_bands(std::clamp(smallest / 6, 0.1 * one_degree, 4 * one_degree));
  patches_of_target_.resize(maps.size());
  for (std::size_t t = 0; t < maps.size(); ++t) {
    if (everywhere_[t] != 0) continue;
    for_each_cell(maps[t], [&](std::size_t cell) {
      if (patch_of_cell_[cell] == 0) patch_of_cell_[cell] = patches_++;
      patches_of_target_[t].push_back(patch_of_cell_[cell]);
    });
  }
}

void TargetIndex::lay_out_bands(double height_rad) {
  auto const count = static_cast<std::size_t>(std::ceil(half_turn / height_rad));
  bands_per_radian_ = static_cast<double>(count) / half_turn;
  std::uint32_t cells = 0;
  for (std::size_t band = 0; band < count; ++band) {
    auto const in_band =
        static_cast<std::uint32_t>(std::max(1.0, 2 * static_cast<double>(count) * widest_cosine(band)));
    bands_.push_back({cells, in_band});
    cells += in_band;
  }
  patch_of_cell_.assign(cells, 0);
}

double TargetIndex::widest_cosine(std::size_t band) const {
  double const south = static_cast<double>(band) / bands_per_radian_ - quarter_turn;
  double const north = south + 1 / bands_per_radian_;
  return south < 0 && north > 0 ? 1.0 : std::max(std::cos(south), std::cos(north));
}

std::size_t TargetIndex::band_at(double latitude_rad) const {
  double const band = std::floor((latitude_rad + quarter_turn) * bands_per_radian_);
  return static_cast<std::size_t>(std::clamp(band, 0.0, static_cast<double>(bands_.size() - 1)));
}

TargetIndex::Cell TargetIndex::cell_at(std::size_t band, std::int64_t place) const {
  std::int64_t const around = bands_[band].cells;
  double const height = 1 / bands_per_radian_, width = 2 * half_turn / static_cast<double>(around);
  Angle const lat = radians((static_cast<double>(band) + 0.5) * height - quarter_turn);
  Angle const lon = radians((static_cast<double>(place) + 0.5) * width);
  // chord^2 = 4 sin^2(dlat/2) + 4 cos(lat) cos(lat') sin^2(dlon/2) is at most this, and a chord at most 2.
  double const chord = std::hypot(height / 2, widest_cosine(band) * width / 2);
  return {bands_[band].first_cell + static_cast<std::size_t>(((place % around) + around) % around),
          Direction<Icrs>::at(lon, lat).xyz(), 2 * std::asin(std::min(1.0, chord / 2))};
}

template <class Visit>
void TargetIndex::for_each_cell(SkyGeometry const& map, Visit visit) const {
  Direction<Icrs> const centre = map.centre();
  double const radius = in_radians(map.bound_radius()) + slack;
  double const lat = in_radians(centre.lat()), lon = in_radians(centre.lon());
  // The meridians that touch a circle which holds no pole stand this far from its centre.
  bool const holds_pole = std::abs(lat) + radius >= quarter_turn;
  double const reach = holds_pole ? half_turn : std::asin(std::sin(radius) / std::cos(lat)) + slack;

  for (std::size_t b = band_at(lat - radius); b <= band_at(lat + radius); ++b) {
    double const cells_per_radian = bands_[b].cells / (2 * half_turn);
    auto const west = static_cast<std::int64_t>(std::floor((lon - reach) * cells_per_radian));
    auto const east = static_cast<std::int64_t>(std::floor((lon + reach) * cells_per_radian));
    std::int64_t const around = bands_[b].cells;
    for (std::int64_t place = west; place <= std::min(east, west + around - 1); ++place) {
      Cell const cell = cell_at(b, place);
      if (may_hold(map, cell.centre, cell.radius_rad)) visit(cell.number);
    }
  }
}

void TargetIndex::find_patches(EventView events, std::span<std::uint32_t const> rows,
                               std::vector<std::uint32_t>& patch) const {
  constexpr std::size_t chunk = 512;
  double ra[chunk], dec[chunk], turns[chunk], bands[chunk];
  auto const top = static_cast<double>(bands_.size());
  patch.resize(rows.size());
  for (std::size_t first = 0; first < rows.size(); first += chunk) {
    std::size_t const n = std::min(chunk, rows.size() - first);
    for (std::size_t i = 0; i < n; ++i) {
      ra[i] = events.ra_rad[rows[first + i]];
      dec[i] = events.dec_rad[rows[first + i]];
    }
    grid_coordinates(ra, dec, n, bands_per_radian_, turns, bands);
    for (std::size_t i = 0; i < n; ++i) {
      // One band of tolerance at the poles, where a latitude may be off by its rounding.
      bool const defined = turns[i] >= 0 && bands[i] > -1 && bands[i] < top + 1;
      if (!defined) {
        patch[first + i] = 0;
        continue;
      }
      Band const band = bands_[static_cast<std::size_t>(std::clamp(bands[i], 0.0, top - 1))];
      auto const within = static_cast<std::uint32_t>(turns[i] * band.cells);
      patch[first + i] = patch_of_cell_[band.first_cell + std::min(within, band.cells - 1)];
    }
  }
}

void TargetIndex::assign(EventView events, std::span<std::uint32_t const> rows, TargetRows& out) const {
  EXPECTS(events.ra_rad.size() == events.size() && events.dec_rad.size() == events.size());
  EXPECTS(rows.empty() || rows.back() < events.size());
  out.all_ = rows;
  out.everywhere_ = everywhere_;
  out.by_target_.clear();
  out.first_of_target_.assign(size() + 1, 0);
  if (patches_ == 1) return;

  // Counting sort: first_[p + 1] counts, then is where patch p starts, then where it ends.
  find_patches(events, rows, out.patch_);
  out.first_.assign(patches_ + 2, 0);
  for (std::uint32_t const patch : out.patch_) ++out.first_[patch + 2];
  for (std::size_t p = 2; p < out.first_.size(); ++p) out.first_[p] += out.first_[p - 1];
  out.by_patch_.resize(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) out.by_patch_[out.first_[out.patch_[i] + 1]++] = rows[i];

  for (std::size_t t = 0; t < size(); ++t) {
    for (std::uint32_t const patch : patches_of_target_[t])
      out.by_target_.insert(out.by_target_.end(), out.by_patch_.begin() + out.first_[patch],
                            out.by_patch_.begin() + out.first_[patch + 1]);
    out.first_of_target_[t + 1] = out.by_target_.size();
  }
}

}  // namespace engine
