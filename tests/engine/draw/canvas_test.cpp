#include "engine/draw/canvas.hpp"

#include <doctest/doctest.h>

#include "tests/engine/draw/projected_maps.hpp"

using namespace engine;
using test_support::decoded_png;

namespace {

std::string drawn(PictureFormat format) {
  Canvas canvas(format, 60, 40, 1);
  canvas.image({10, 5, 40, 30}, {4, 3, std::vector<std::uint32_t>(12, 0xff336699)});
  canvas.text({5, 35}, "Crab, +22\u00b0, bad: \xff", {});
  return canvas.finish();
}

}  // namespace

TEST_CASE("the same drawing gives the same bytes in every format, however often") {
  for (PictureFormat const format : {PictureFormat::png, PictureFormat::svg, PictureFormat::pdf}) {
    std::string const first = drawn(format);
    CHECK(first == drawn(format));
    CHECK(first == drawn(format));
    CHECK(first.find("CreationDate") == std::string::npos);
  }
}

TEST_CASE("files begin as files of their kind do") {
  CHECK(drawn(PictureFormat::png).starts_with("\x89PNG"));
  CHECK(drawn(PictureFormat::svg).starts_with("<?xml"));
  CHECK(drawn(PictureFormat::pdf).starts_with("%PDF"));
}

TEST_CASE("image pixels are rectangles with sharp sides, the first row on top") {
  Canvas canvas(PictureFormat::png, 60, 40, 2);
  canvas.image({10, 10, 20, 20}, {2, 2, {0xffff0000, 0xff00ff00, 0xff0000ff, 0xff808080}});
  auto const picture = decoded_png(canvas.finish());
  CHECK(picture.width == 120);
  CHECK(picture.height == 80);
  CHECK(picture.at(20, 20) == 0xff0000);
  CHECK(picture.at(39, 39) == 0xff0000);
  CHECK(picture.at(40, 20) == 0x00ff00);
  CHECK(picture.at(59, 39) == 0x00ff00);
  CHECK(picture.at(20, 59) == 0x0000ff);
  CHECK(picture.at(59, 59) == 0x808080);
  CHECK(picture.at(60, 60) == 0xffffff);
}

TEST_CASE("nothing is drawn outside a clip") {
  Canvas canvas(PictureFormat::png, 20, 20, 1);
  PagePoint const left_half[] = {{0, 0}, {10, 0}, {10, 20}, {0, 20}};
  canvas.begin_clip(left_half);
  canvas.fill({0, 0, 20, 20}, {0, 0, 0, 1});
  canvas.end_clip();
  canvas.fill({0, 18, 20, 2}, {1, 0, 0, 1});
  auto const picture = decoded_png(canvas.finish());
  CHECK(picture.at(5, 5) == 0x000000);
  CHECK(picture.at(15, 5) == 0xffffff);
  CHECK(picture.at(15, 19) == 0xff0000);
}

TEST_CASE("text is as wide as its letters and wider when larger") {
  Canvas const canvas(PictureFormat::png, 10, 10, 1);
  double const one = canvas.text_width("0", {}), four = canvas.text_width("0000", {});
  CHECK(one > 0);
  CHECK(four == doctest::Approx(4 * one));
  TextStyle large;
  large.size = 24;
  CHECK(canvas.text_width("0", large) == doctest::Approx(2 * one));
}
