#include "catalog/ingest/response_summary.hpp"

#include <cmath>
#include <functional>
#include <numbers>

#include "catalog/ingest/response_grid.hpp"
#include "engine/base/failure.hpp"

namespace catalog::ingest {

namespace {

constexpr double wanted_fraction = 0.68;
constexpr double arcsec_per_degree = 3600;

/// Fraction of the events within a radius in degrees, unnormalised, as a function that does not decrease.
using Containment = std::function<double(double radius_deg)>;

/// The radius that holds 68 % of what `far_deg` holds.
std::optional<double> containment_radius_deg(Containment const& within, double far_deg) {
  double const all = within(far_deg);
  if (!(all > 0) || !std::isfinite(all)) return std::nullopt;
  double low = 0, high = far_deg;
  for (int step = 0; step < 60; ++step) {
    double const middle = (low + high) / 2;
    (within(middle) < wanted_fraction * all ? low : high) = middle;
  }
  return high;
}

/// Solid angle between two radii, up to a factor.
double ring(double from_deg, double to_deg) {
  double const half = std::numbers::pi / 360;
  double const a = std::sin(from_deg * half), b = std::sin(to_deg * half);
  return b * b - a * a;
}

/// A table of the density over rings; inside a ring the density is constant.
Containment of_rings(ResponseAxisEdges const& rad, std::vector<double> const& density) {
  return [rad, density](double radius_deg) {
    double sum = 0;
    for (std::size_t i = 0; i < rad.size() && rad.lo[i] < radius_deg; ++i)
      sum += density[i] * ring(rad.lo[i], std::min(radius_deg, rad.hi[i]));
    return sum;
  };
}

/// Radii given as points become rings that meet in the middle.
ResponseAxisEdges as_rings(ResponseAxisEdges axis) {
  if (axis.lo != axis.hi) return axis;
  std::vector<double> const points = axis.lo;
  for (std::size_t i = 0; i + 1 < points.size(); ++i)
    axis.hi[i] = axis.lo[i + 1] = (points[i] + points[i + 1]) / 2;
  axis.lo.front() = std::min(0.0, axis.lo.front());
  return axis;
}

std::vector<double> profile(std::vector<double> const& values, ResponsePoint const& point,
                            ResponseAxisEdges const& along) {
  std::vector<double> out(along.size(), 0.0);
  for (WeightedCell const& cell : point.cells)
    for (std::size_t i = 0; i < out.size(); ++i) {
      double const value = values[cell.offset + i * along.stride];
      if (value > 0) out[i] += cell.weight * value;  // a table with holes or undershoots still has a width
    }
  return out;
}

struct Sharpness {
  ResponsePoint point;
  std::optional<double> radius_deg;
};

std::optional<Sharpness> of_table(engine::FitsFile& file, int hdu, std::string& why) {
  auto const grid = ResponseGrid::read(file, hdu, "RAD", why);
  if (!grid) return std::nullopt;
  auto const values = grid->values(file, "RPSF");
  if (!values) return why = "RPSF does not fit its axes", std::nullopt;
  ResponsePoint const point = grid->at(reference_energy_tev, reference_offset_deg);
  ResponseAxisEdges const rings = as_rings(grid->third());
  return Sharpness{point,
                   containment_radius_deg(of_rings(rings, profile(*values, point, rings)), rings.hi.back())};
}

/// Sums the normalised containment of the nodes around the point: a mixture of PSFs is a PSF.
std::optional<Sharpness> mixture(ResponsePoint const& point,
                                 std::function<double(std::size_t cell, double radius_deg)> const& of_node) {
  auto const within = [&](double radius_deg) {
    double sum = 0;
    for (WeightedCell const& cell : point.cells) {
      double const part = of_node(cell.offset, radius_deg);
      if (std::isfinite(part)) sum += cell.weight * part;
    }
    return sum;
  };
  return Sharpness{point, containment_radius_deg(within, 20)};
}

std::optional<Sharpness> of_gaussians(engine::FitsFile& file, int hdu, std::string& why) {
  auto const grid = ResponseGrid::read(file, hdu, "", why);
  if (!grid) return std::nullopt;
  auto const s1 = grid->values(file, "SIGMA_1", true), s2 = grid->values(file, "SIGMA_2", true),
             s3 = grid->values(file, "SIGMA_3", true), a2 = grid->values(file, "AMPL_2"),
             a3 = grid->values(file, "AMPL_3");
  if (!s1) return why = "SIGMA_1 does not fit its axes", std::nullopt;
  auto const held = [](double amplitude, double sigma, double r) {
    bool const is_there = amplitude > 0 && sigma > 0;
    return is_there ? amplitude * sigma * sigma * -std::expm1(-r * r / (2 * sigma * sigma)) : 0.0;
  };
  auto const of_node = [&](std::size_t i, double r) {
    auto const sum = [&](double radius) {
      return held(1, (*s1)[i], radius) + (a2 && s2 ? held((*a2)[i], (*s2)[i], radius) : 0) +
             (a3 && s3 ? held((*a3)[i], (*s3)[i], radius) : 0);
    };
    return sum(r) / sum(1e9);
  };
  return mixture(grid->at(reference_energy_tev, reference_offset_deg), of_node);
}

/// GADF: 1/(2 pi s^2) (1 - 1/g) (1 + r^2/(2 g s^2))^-g, whose integral has a closed form.
std::optional<Sharpness> of_king(engine::FitsFile& file, int hdu, std::string& why) {
  auto const grid = ResponseGrid::read(file, hdu, "", why);
  if (!grid) return std::nullopt;
  auto const gamma = grid->values(file, "GAMMA"), sigma = grid->values(file, "SIGMA", true);
  if (!gamma || !sigma) return why = "GAMMA or SIGMA does not fit its axes", std::nullopt;
  auto const of_node = [&](std::size_t i, double r) {
    double const g = (*gamma)[i], s = (*sigma)[i];
    return g > 1 && s > 0 ? 1 - std::pow(1 + r * r / (2 * g * s * s), 1 - g) : std::nan("");
  };
  return mixture(grid->at(reference_energy_tev, reference_offset_deg), of_node);
}

}  // namespace

std::optional<AtReference> psf_fwhm_arcsec(engine::FitsFile& file, int hdu, std::string& why) {
  engine::FitsTable const table = file.table(hdu);
  std::optional<Sharpness> found;
  if (table.find("RPSF") != nullptr)
    found = of_table(file, hdu, why);
  else if (table.find("SIGMA_1") != nullptr)
    found = of_gaussians(file, hdu, why);
  else if (table.find("GAMMA") != nullptr)
    found = of_king(file, hdu, why);
  else
    why = "it is neither PSF_TABLE nor PSF_3GAUSS nor PSF_KING";
  if (!found) return std::nullopt;
  if (!found->radius_deg || !(*found->radius_deg > 0))
    return why = "it is empty at the reference point", std::nullopt;
  double const fwhm_per_r68 = 2 * std::sqrt(std::log(2.0) / -std::log1p(-wanted_fraction));
  return AtReference{*found->radius_deg * fwhm_per_r68 * arcsec_per_degree, found->point.energy_tev,
                     found->point.theta_deg};
}

std::optional<AtReference> energy_resolving_power(engine::FitsFile& file, int hdu, std::string& why) {
  auto const grid = ResponseGrid::read(file, hdu, "MIGRA", why);
  if (!grid) return std::nullopt;
  auto const values = grid->values(file, "MATRIX");
  if (!values) return why = "MATRIX does not fit its axes", std::nullopt;
  ResponsePoint const point = grid->at(reference_energy_tev, reference_offset_deg);
  ResponseAxisEdges const& migra = grid->third();
  std::vector<double> const density = profile(*values, point, migra);
  double all = 0;
  for (std::size_t i = 0; i < density.size(); ++i) all += density[i] * (migra.hi[i] - migra.lo[i]);
  if (!(all > 0) || !std::isfinite(all)) return why = "it is empty at the reference point", std::nullopt;
  auto const quantile = [&](double fraction) {
    double below = 0;
    for (std::size_t i = 0; i < density.size(); ++i) {
      double const here = density[i] * (migra.hi[i] - migra.lo[i]);
      if (here > 0 && below + here >= fraction * all)
        return migra.lo[i] + (fraction * all - below) / here * (migra.hi[i] - migra.lo[i]);
      below += here;
    }
    return migra.hi.back();
  };
  double const half_width = (quantile((1 + wanted_fraction) / 2) - quantile((1 - wanted_fraction) / 2)) / 2;
  if (!(half_width > 0)) return why = "it has no width at the reference point", std::nullopt;
  return AtReference{1 / half_width, point.energy_tev, point.theta_deg};
}

SafeEnergies safe_energies(engine::FitsHeader const& effective_area) {
  constexpr double least_meant_tev = 0.0101, most_meant_tev = 1000;
  SafeEnergies out;
  auto const threshold = [&](char const* keyword) -> std::optional<double> {
    try {
      return effective_area.real(keyword);
    } catch (engine::Failure const&) {  // 'n/a' and the like
      return std::nullopt;
    }
  };
  auto const lo = threshold("LO_THRES"), hi = threshold("HI_THRES");
  if (lo && *lo >= least_meant_tev && *lo < most_meant_tev) out.lo_tev = lo;
  if (hi && *hi > 0 && *hi < most_meant_tev && (!out.lo_tev || *hi > *out.lo_tev)) out.hi_tev = hi;
  return out;
}

}  // namespace catalog::ingest
