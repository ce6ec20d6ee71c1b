#include "tests/engine/products/sample_products.hpp"

#include <fstream>
#include <iterator>

namespace test_support {

using namespace engine;

namespace {

TimeReference sample_reference() {
  TimeReference time;
  time.mjdrefi = 51910;
  time.mjdreff = 0.000742870370370241;
  time.zero = Time::from_tt(seconds((51910 - Time::epoch_mjd) * 86400 + time.mjdreff * 86400));
  return time;
}

InputRecord sample_run(std::int64_t id, double start_s, std::string const& object) {
  InputRecord run;
  run.observation.id = id;
  run.observation.events = {"/some/where/run_" + std::to_string(id) + ".fits.gz", "EVENTS", {}, {}};
  run.header.id = id;
  run.header.object = object;
  run.header.telescope = "HESS";
  run.header.time = sample_reference();
  run.header.pointing = Direction<Icrs>::at(degrees(83.63), degrees(22.51));
  run.flow.read = 100;
  run.flow.kept = 90;
  run.flow.removed_by(Cut::gti) = 3;
  run.flow.removed_by(Cut::energy) = 7;
  run.gti =
      GoodTimes(std::vector{MetRange{start_s, start_s + 1000}, MetRange{start_s + 1100, start_s + 1600}});
  run.ontime_s = 1500;
  run.livetime_s = 1350;
  return run;
}

}  // namespace

ProductSummary sample_summary() {
  ProductSummary summary;
  summary.recipe = {"map", {{"proj", "TAN"}, {"emin", "1"}}};
  summary.creator = "Distiller test";
  summary.inputs = {sample_run(23523, 123890000, "Crab"), sample_run(23526, 123900000, "Crab Nebula")};
  SkippedInput skipped;
  skipped.observation.id = 23559;
  skipped.observation.events.file = "/some/where/run_23559.fits.gz";
  skipped.reason = "truncated";
  summary.skipped = {skipped};
  return summary;
}

CountsCube sample_cube(MapFrame frame, Projection projection) {
  MapRequest request;
  request.frame = frame;
  request.projection = projection;
  request.lon = degrees(83.63);
  request.lat = degrees(22.01);
  request.bin = degrees(0.5);
  request.nx = 7;
  request.ny = 5;
  return CountsCube(SkyGeometry::centred(request), EnergyAxis::logarithmic({tev(1), tev(100)}, 2));
}

std::string content_of(std::filesystem::path const& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace test_support
