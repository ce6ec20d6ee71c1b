/// Bytes of valid files are changed at random: what is read then is a value that evaluates, or refused with a
/// message. Nothing else: no other exception, no crash, no NaN.
#include <cmath>
#include <cstddef>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>
#include <string>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "engine/responses/background_bands.hpp"
#include "response_files.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace engine;
using namespace test_support;

namespace {

std::string content_of(std::string const& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// All its answers at some points are numbers, and none is below 0.
struct Evaluates {
  std::vector<double> const energies{0.05, 0.1, 0.5, 3, 10, 1e5};

  bool operator()(std::shared_ptr<AreaResponse const> const& area) const {
    std::vector<double> out(energies.size());
    area->m2(degrees(1.2), GridPositions(area->energy_tev(), energies), out);
    return all_right(out);
  }
  bool operator()(std::shared_ptr<DispersionResponse const> const& dispersion) const {
    EnergyAxis const axis = EnergyAxis::logarithmic({tev(0.05), tev(50)}, 7);
    std::vector<double> out(49);
    dispersion_matrix(*dispersion, degrees(1.2), axis, axis, out);
    return all_right(out);
  }
  bool operator()(std::shared_ptr<PointSpread const> const& psf) const {
    std::vector<double> out(energies.size());
    GridPositions const at(energy_tev_of(*psf), energies);
    psf_containment(*psf, degrees(1.2), at, std::vector<double>(energies.size(), 0.002), out);
    bool const right = all_right(out);
    psf_containment_radius(*psf, degrees(1.2), at, 0.68, out);  // may have none: NaN
    return right;
  }
  bool operator()(std::shared_ptr<Background const> const& background) const {
    BackgroundBands bands(*background, EnergyAxis::logarithmic({tev(0.05), tev(50)}, 7));
    std::vector<double> out(7);
    bands.rates({degrees(0.5), degrees(-0.3), degrees(0.6)}, out);
    return all_right(out);
  }
  bool operator()(std::shared_ptr<RadMaxResponse const> const& rad_max) const {
    std::vector<double> out(energies.size());
    rad_max->radius(degrees(1.2), GridPositions(rad_max->energy_tev(), energies), out);
    return all_right(out);
  }

  static bool all_right(std::vector<double> const& values) {
    for (double const value : values)
      if (!(value >= 0) || std::isinf(value)) return false;
    return true;
  }
};

}  // namespace

TEST_CASE("a damaged response is refused with a message, or is one that evaluates") {
  TemporaryDirectory folder;
  std::mt19937 random(11);
  std::size_t read = 0, refused = 0;
  for (auto const make : {area_file, dispersion_file, psf_table_file, gauss_file, king_file,
                          background_2d_file, background_3d_file, rad_max_file}) {
    std::string const whole = folder.file("whole.fits"), path = folder.file("damaged.fits");
    std::remove(whole.c_str());
    write(whole, {make()});
    std::string const content = content_of(whole);
    for (int turn = 0; turn < 400; ++turn) {
      std::string damaged = content;
      for (int flips = 1 + turn % 4; flips > 0; --flips) {
        // Behind the primary header; every second time near the cells.
        std::size_t const first = turn % 2 == 0 ? 2880 : content.size() - 2880;
        std::size_t const at = std::uniform_int_distribution<std::size_t>(
            first, turn % 2 == 0 ? content.size() - 1 : first + 250)(random);
        damaged[at] = static_cast<char>(
            std::uniform_int_distribution<int>(turn % 3 == 0 ? 32 : 0, turn % 3 == 0 ? 126 : 255)(random));
      }
      std::ofstream(path, std::ios::binary) << damaged;
      CAPTURE(turn);
      try {
        FitsFile file = FitsFile::open(path);
        LoadedResponse const response = read_response(file, 2, "");
        CHECK(std::visit(Evaluates{}, response.value));
        ++read;
      } catch (Failure const& failure) {
        CHECK(std::string(failure.what()).size() > 20);
        ++refused;
      }
    }
  }
  CHECK(read > 500);
  CHECK(refused > 300);
}
