#include <cmath>
#include <limits>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "engine/draw/colour_scale.hpp"
#include "engine/draw/palette.hpp"

using namespace engine;

namespace {

/// Relative luminance of sRGB colours (WCAG 2.1).
double luminance(Rgb c) {
  auto const linear = [](std::uint8_t v) {
    double const s = v / 255.0;
    return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
}

}  // namespace

TEST_CASE("a larger value is never darker") {
  for (int i = 0; i < 1000; ++i)
    CHECK(luminance(viridis(i / 1000.0)) <= luminance(viridis((i + 1) / 1000.0)) + 2e-3);
  CHECK(luminance(viridis(0)) < 0.03);
  CHECK(luminance(viridis(1)) > 0.7);
  for (int i = 0; i < 32; ++i) CHECK(luminance(viridis(i / 32.0)) < luminance(viridis((i + 1) / 32.0)));
}

TEST_CASE("the palette is matplotlib's viridis") {
  // matplotlib 3.6.3: matplotlib.colormaps["viridis"](i, bytes=True)
  struct {
    int index;
    Rgb colour;
  } const expected[] = {{0, {68, 1, 84}},      {3, {69, 5, 88}},      {20, {72, 29, 111}},
                        {44, {67, 59, 131}},   {77, {52, 95, 141}},   {100, {42, 118, 142}},
                        {128, {32, 144, 140}}, {150, {32, 165, 133}}, {181, {71, 192, 110}},
                        {202, {116, 208, 84}}, {229, {186, 222, 39}}, {252, {246, 230, 31}},
                        {255, {253, 231, 36}}};
  for (auto const& [index, colour] : expected) {
    Rgb const ours = viridis(index / 255.0);
    CHECK(std::abs(ours.red - colour.red) <= 3);
    CHECK(std::abs(ours.green - colour.green) <= 3);
    CHECK(std::abs(ours.blue - colour.blue) <= 3);
  }
  CHECK(viridis(-5) == viridis(0));
  CHECK(viridis(5) == viridis(1));
}

TEST_CASE("each stretch begins at zero and ends at one and grows") {
  for (Stretch const stretch : {Stretch::linear, Stretch::square_root, Stretch::logarithmic}) {
    ColourScale const scale(stretch, ValueRange{1, 100}, {});
    CHECK(scale.position(1) == doctest::Approx(0));
    CHECK(scale.position(100) == doctest::Approx(1));
    for (double v = 1; v < 100; ++v) CHECK(scale.position(v) < scale.position(v + 1));
  }
  CHECK(ColourScale(Stretch::square_root, ValueRange{0, 100}, {}).position(25) == doctest::Approx(0.5));
  CHECK(ColourScale(Stretch::logarithmic, ValueRange{1, 100}, {}).position(10) == doctest::Approx(0.5));
  CHECK(ColourScale(Stretch::logarithmic, ValueRange{1, 100}, {}).position(0) == 0);
}

TEST_CASE("without a range the scale spans the values from zero, and undefined ones do not count") {
  double const nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  auto const range = [](Stretch stretch, std::vector<double> const& values) {
    ValueRange const r = ColourScale(stretch, std::nullopt, values).range();
    return std::pair(r.min, r.max);
  };
  CHECK(range(Stretch::linear, {3, nan, 7, inf}) == std::pair(0.0, 7.0));
  CHECK(range(Stretch::linear, {-3, 7}) == std::pair(-3.0, 7.0));
  CHECK(range(Stretch::square_root, {0, 0}) == std::pair(0.0, 1.0));
  CHECK(range(Stretch::square_root, {nan}) == std::pair(0.0, 1.0));
  CHECK(range(Stretch::logarithmic, {0, 2, 50}) == std::pair(2.0, 50.0));
  CHECK(range(Stretch::logarithmic, {0, 0}) == std::pair(1.0, 10.0));
  CHECK(range(Stretch::logarithmic, {0, 5}) == std::pair(0.5, 5.0));
}

TEST_CASE("marks are round, in range, apart, and whole for counts") {
  std::vector<double> const counts{0, 3, 180}, flux{0, 0.37, 1.8};
  for (Stretch const stretch : {Stretch::linear, Stretch::square_root, Stretch::logarithmic})
    for (auto const& values : {counts, flux}) {
      ColourScale const scale(stretch, std::nullopt, values);
      auto const ticks = scale.ticks(0.05);
      REQUIRE(ticks.size() >= 2);
      for (std::size_t i = 0; i < ticks.size(); ++i) {
        CHECK(ticks[i] >= scale.range().min);
        CHECK(ticks[i] <= scale.range().max);
        if (&values == &counts) CHECK(ticks[i] == std::floor(ticks[i]));
        if (i > 0) CHECK(scale.position(ticks[i]) - scale.position(ticks[i - 1]) >= 0.05);
      }
    }
  CHECK(ColourScale(Stretch::square_root, std::nullopt, counts).ticks(0.05) ==
        std::vector<double>{0, 1, 5, 10, 20, 50, 100});
}

TEST_CASE("ranges that are none are refused") {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(ColourScale(Stretch::linear, ValueRange{1, 1}, {}), Failure);
  CHECK_THROWS_AS(ColourScale(Stretch::linear, ValueRange{2, 1}, {}), Failure);
  CHECK_THROWS_AS(ColourScale(Stretch::linear, ValueRange{nan, 1}, {}), Failure);
  CHECK_THROWS_AS(ColourScale(Stretch::logarithmic, ValueRange{0, 1}, {}), Failure);
}
