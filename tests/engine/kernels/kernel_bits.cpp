/// Prints a hash of the bits of what the kernels compute. Built once per instruction set: all must print the
/// same.
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <vector>

#include "engine/kernels/locate.hpp"
#include "engine/kernels/select.hpp"
#include "tests/engine/kernels/sky_columns.hpp"

namespace {

using namespace engine;

class Hash {  // FNV-1a
 public:
  template <class T>
  void add(std::vector<T> const& values) {
    for (T const& value : values) {
      unsigned char bytes[sizeof(T)];
      std::memcpy(bytes, &value, sizeof(T));
      for (unsigned char const byte : bytes) state_ = (state_ ^ byte) * 1099511628211U;
    }
  }
  std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 14695981039346656037U;
};

/// Uniform without a library: distributions may use libm, whose bits differ between machines.
EventColumns plain_events(std::size_t n) {
  std::uint64_t state = 1;
  auto const next = [&] {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<double>(state >> 11) * 0x1p-53;
  };
  EventColumns out;
  out.count = n;
  for (std::size_t i = 0; i < n; ++i) {
    out.ra_rad.push_back(10 * next() - 2);
    out.dec_rad.push_back(3.14 * next() - 1.57);
    out.energy_tev.push_back(60 * next());
    out.met_s.push_back(1000 * next());
  }
  return out;
}

void add_locations(Hash& hash, EventColumns const& events) {
  auto const v = test_support::vectors_of(events);
  hash.add(v.x);
  hash.add(v.y);
  hash.add(v.z);
  std::vector<double> x(events.count), y(events.count);
  std::vector<std::uint32_t> pixel(events.count);
  for (Projection const projection : {Projection::tan, Projection::sin, Projection::stg, Projection::zea,
                                      Projection::car, Projection::ait}) {
    ClosedFormLocator const locator(SkyGeometry::centred(
        {MapFrame::galactic, projection, degrees(30), degrees(-20), degrees(0.7), 230, 210}));
    locator.fits_pixels(v.view(), x, y);
    for (auto* column : {&x, &y})
      for (double& value : *column)
        if (value != value) value = 0;  // the payload of a NaN is nobody's result
    hash.add(x);
    hash.add(y);
    locator.locate(events.ra_rad, events.dec_rad, pixel);
    hash.add(pixel);
  }
}

void add_selection(Hash& hash, EventColumns const& events) {
  Direction<Icrs> const centre = Direction<Icrs>::at(degrees(40), degrees(30));
  Selection s;
  s.energy = EnergyWindow{tev(0.1), tev(50)};
  s.offset = AngleRange{degrees(1), degrees(100)};
  s.region.include = {Box{centre, degrees(120), degrees(90), degrees(20)}, Cone{centre, degrees(70)}};
  s.region.exclude = {Ellipse{centre, degrees(20), degrees(10), degrees(50)}};
  FileFacts file;
  file.good_times = GoodTimes({{0, 300}, {400, 990}});
  file.pointing = centre;
  SelectionWorkspace workspace;
  CutFlow flow;
  auto const rows = kept_rows(prepared(s, file), events.view(), workspace, flow);
  hash.add(std::vector<std::uint32_t>(rows.begin(), rows.end()));
}

}  // namespace

int main() {
  EventColumns const events = plain_events(20011);
  Hash hash;
  add_locations(hash, events);
  add_selection(hash, events);
  std::printf("%016" PRIx64 "\n", hash.value());
}
