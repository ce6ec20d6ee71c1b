/// Counts events of a file in the ON and OFF regions of a pointing.
#include <cstdio>
#include <memory>

#include "engine/base/text.hpp"
#include "engine/io/ds9_region.hpp"
#include "engine/io/ds9_writer.hpp"
#include "engine/io/exclusion_mask.hpp"
#include "engine/io/fits_events.hpp"
#include "engine/io/wcs_locator.hpp"
#include "engine/kernels/on_off_locator.hpp"
#include "engine/kernels/reflected_regions.hpp"
#include "engine/kernels/unit_vectors.hpp"
#include "tests/engine/spectra/dump.hpp"

namespace dump {

namespace {

using namespace engine;

struct Events {
  EventColumns columns;
  std::vector<double> x, y, z;
  Direction<Icrs> pointing;
};

Events read_events(std::string const& path) {
  Observation observation;
  observation.events.file = path;
  FitsEvents file(observation);
  Events out{{}, {}, {}, {}, file.header().pointing.value()};
  file.read({0, file.rows()}, {false, true, true, {}}, out.columns);
  std::size_t const n = file.rows();
  out.x.resize(n);
  out.y.resize(n);
  out.z.resize(n);
  unit_vectors(out.columns.ra_rad, out.columns.dec_rad, {out.x, out.y, out.z});
  return out;
}

/// The exclusion of options mask=file and exclude=shapes.
struct Excluded {
  std::optional<ExclusionMask> mask;
  std::unique_ptr<PixelLocator const> locator;
  std::vector<Shape> shapes;

  explicit Excluded(Words const& words) {
    if (std::string const path = option(words, "mask", ""); !path.empty()) {
      mask = read_exclusion_mask(path);
      locator = make_locator(mask->geometry);
    }
    if (std::string const text = option(words, "exclude", ""); !text.empty())
      shapes = parse_region_shapes(text, "exclude").region.include;
  }
  ExclusionView view() const { return {shapes, mask ? &*mask : nullptr, locator.get()}; }
};

void report(OffRegions const& off, Events const& events, OnOffLocator const& locator, Words const& words) {
  double const least = real_option(words, "emin", 0), greatest = real_option(words, "emax", 1e9);
  std::vector<std::uint8_t> sides(events.x.size());
  locator.locate({events.x, events.y, events.z}, events.columns.energy_tev, sides);
  double on = 0, outside = 0;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    double const e = events.columns.energy_tev[i];
    if (!(e >= least && e < greatest)) continue;
    on += (sides[i] & in_on) != 0 ? 1 : 0;
    outside += (sides[i] & in_off) != 0 ? 1 : 0;
  }
  print("counts", {on, outside, off.acceptance, off.true_acceptance});
  for (Region const& region : regions_of(off)) {
    auto const* cone = std::get_if<Cone>(&region.include.front());
    if (cone != nullptr) print("region", {in_degrees(cone->centre.lon()), in_degrees(cone->centre.lat())});
  }
  if (option(words, "ds9", "no") == "yes") std::printf("%s", ds9_text(off).c_str());
}

}  // namespace

/// events=file on=shape rule=gammapy|sphere [mask= exclude= emin= emax= step= ds9=yes]
void reflected(Words const& words) {
  Events const events = read_events(option(words, "events", ""));
  Region const on = parse_region_shapes(option(words, "on", ""), "on").region;
  Excluded const excluded(words);
  ReflectionRules rules;
  rules.angle_step = radians(real_option(words, "step", 0.1));
  rules.min_distance_on = radians(real_option(words, "distance_on", 0.1));
  rules.min_distance = radians(real_option(words, "distance", 0));
  bool const theirs = option(words, "rule", "sphere") == "gammapy";
  OffRegions const off = theirs ? gammapy_reflected_regions(events.pointing, on, excluded.view(), rules)
                                : reflected_regions(events.pointing, on, excluded.view(), rules);
  report(off, events, OnOffLocator(off), words);
}

/// events=file ra= dec= count= rule= edges=e0,e1,.. (TeV) radii=r0,.. (deg) largest= [mask= emin= emax=]
void wobble(Words const& words) {
  Events const events = read_events(option(words, "events", ""));
  auto const source =
      Direction<Icrs>::at(degrees(real_option(words, "ra", 0)), degrees(real_option(words, "dec", 0)));
  std::vector<Energy> edges;
  for (std::string const& word : split(option(words, "edges", ""), ',')) edges.push_back(tev(real(word)));
  RadiusByEnergy radii{EnergyAxis(std::move(edges)), {}};
  for (std::string const& word : split(option(words, "radii", ""), ','))
    radii.radius.push_back(degrees(real(word)));
  Angle const largest = degrees(real_option(words, "largest", 0));
  Excluded const excluded(words);
  auto const count = static_cast<std::size_t>(real_option(words, "count", 1));
  print("most", {static_cast<double>(most_wobble_regions(separation(events.pointing, source), largest))});
  bool const theirs = option(words, "rule", "sphere") == "gammapy";
  OffRegions const off =
      theirs ? gammapy_wobble_regions(events.pointing, source, largest, count, excluded.view())
             : wobble_regions(events.pointing, source, largest, count, excluded.view());
  report(off, events, OnOffLocator(off, radii), words);
}

}  // namespace dump
