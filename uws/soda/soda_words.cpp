#include <cmath>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "engine/base/text.hpp"
#include "uws/soda/soda_select.hpp"

namespace uws {
namespace {

using Kind = SodaFailure::Kind;

std::string numbers_text(std::vector<double> const& numbers) {
  std::vector<std::string> texts;
  for (double const number : numbers) texts.push_back(engine::shortest(number));
  return engine::joined(texts, ",");
}

std::string ds9_shape(SkyShape const& shape) {
  if (shape.kind == SkyShape::Kind::polygon) return "polygon(" + numbers_text(shape.numbers) + ")";
  return fmt::format("circle({},{},{})", engine::shortest(shape.numbers[0]),
                     engine::shortest(shape.numbers[1]), engine::shortest(shape.numbers[2]));
}

/// Meridians and parallels are no shape of ds9's on the sphere, but a condition on the columns. Some writers
/// (ctools for the CTA data challenge) have right ascensions from -180 to 180.
std::string range_condition(std::vector<double> const& n) {
  auto const text = [](double value) { return "(" + engine::shortest(value) + ")"; };
  // From 350 to 10 leads over 0.
  auto const join = n[0] <= n[1] ? " && " : " || ";
  auto const between = [&](std::string const& ra) {
    return "(" + ra + " >= " + text(n[0]) + join + ra + " <= " + text(n[1]) + ")";
  };
  return "((RA >= 0 && " + between("RA") + ") || (RA < 0 && " + between("(RA + 360)") +
         ")) && DEC >= " + text(n[2]) + " && DEC <= " + text(n[3]);
}

void add_regions(SodaRequest const& request, std::vector<std::string>& words) {
  if (request.regions.empty()) return;
  if (request.regions.size() == 1) {
    auto const& only = request.regions.front();
    if (only.kind == SkyShape::Kind::circle) return words.push_back("cone=" + numbers_text(only.numbers));
    if (only.kind == SkyShape::Kind::polygon) return words.push_back("polygon=" + numbers_text(only.numbers));
    return words.push_back("where=" + range_condition(only.numbers));
  }
  std::vector<std::string> shapes{"icrs"};
  for (auto const& shape : request.regions) {
    if (shape.kind == SkyShape::Kind::range)
      throw SodaFailure(Kind::multi_valued, "POS: a RANGE cannot stand beside other regions");
    shapes.push_back(ds9_shape(shape));
  }
  words.push_back("region=" + engine::joined(shapes, ";"));
}

Interval only(std::vector<Interval> const& intervals, char const* name) {
  if (intervals.size() > 1)
    throw SodaFailure(Kind::multi_valued, std::string(name) + ": one interval at a time can be cut");
  return intervals.front();
}

}  // namespace

std::string iso_of_mjd(double mjd_utc) {
  constexpr double unix_epoch_mjd = 40587;
  auto const microseconds = std::llround((mjd_utc - unix_epoch_mjd) * 86400e6);
  auto const second = static_cast<std::time_t>(std::floor(static_cast<double>(microseconds) / 1e6));
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06} UTC", fmt::gmtime(second),
                     microseconds - second * 1'000'000);
}

std::vector<std::string> select_words(SodaRequest const& request) {
  std::vector<std::string> words;
  add_regions(request, words);
  if (!request.energies.empty()) {
    auto const energies = only(request.energies, "BAND");
    if (energies.low > 0) words.push_back("emin=" + engine::shortest(energies.low));
    if (std::isfinite(energies.high)) words.push_back("emax=" + engine::shortest(energies.high));
  }
  if (!request.times.empty()) {
    auto const times = only(request.times, "TIME");
    if (std::isfinite(times.low)) words.push_back("tmin=" + iso_of_mjd(times.low));
    if (std::isfinite(times.high)) words.push_back("tmax=" + iso_of_mjd(times.high));
  }
  return words;
}

}  // namespace uws
