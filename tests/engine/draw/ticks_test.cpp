#include "engine/draw/ticks.hpp"

#include <cmath>

#include <doctest/doctest.h>

using namespace engine;

TEST_CASE("steps are round and make no more parts than allowed") {
  CHECK(round_step(10, 5) == doctest::Approx(2));
  CHECK(round_step(10.1, 5) == doctest::Approx(5));
  CHECK(round_step(0.07, 6) == doctest::Approx(0.02));
  CHECK(round_step(6000, 6) == doctest::Approx(1000));
  CHECK(round_step(1, 1) == doctest::Approx(1));
  for (double range = 1e-3; range < 1e6; range *= 1.37)
    for (int most = 1; most < 10; ++most) {
      CHECK(range / round_step(range, most) <= most * (1 + 1e-8));
      CHECK(range / round_step(range, most) > most / 2.6);
    }
}

TEST_CASE("steps of angles above a degree divide the circle") {
  CHECK(round_angle_step_deg(360, 12) == 30);
  CHECK(round_angle_step_deg(180, 6) == 30);
  CHECK(round_angle_step_deg(90, 6) == 15);
  CHECK(round_angle_step_deg(40, 6) == 10);
  CHECK(round_angle_step_deg(5, 6) == doctest::Approx(1));
  CHECK(round_angle_step_deg(1, 6) == doctest::Approx(0.2));
  CHECK(round_angle_step_deg(360, 1) == 90);
}

TEST_CASE("multiples include both ends and never a negative zero") {
  CHECK(multiples(0.5, -1, 1) == std::vector<double>{-1, -0.5, 0, 0.5, 1});
  CHECK_FALSE(std::signbit(multiples(1, -0.5, 0.5).at(0)));
  CHECK(multiples(1, 0.1, 0.9).empty());
}

TEST_CASE("numbers are written as a person would") {
  CHECK(number_label(0) == "0");
  CHECK(number_label(0.02) == "0.02");
  CHECK(number_label(2.5) == "2.5");
  CHECK(number_label(250) == "250");
  CHECK(number_label(-250) == "\u2212250");
  CHECK(number_label(12000) == "12\u202f000");
  CHECK(number_label(100000) == "10\u2075");
  CHECK(number_label(3e6) == "3\u00d710\u2076");
  CHECK(number_label(2e-5) == "2\u00d710\u207b\u2075");
  CHECK(number_label(1234.5) == "1235");
}

TEST_CASE("coordinates have the decimals of their step, longitudes one turn, latitudes a sign") {
  CHECK(longitude_label(83.5, 0.5) == "83.5\u00b0");
  CHECK(longitude_label(84, 0.5) == "84.0\u00b0");
  CHECK(longitude_label(-30, 30) == "330\u00b0");
  CHECK(longitude_label(360, 30) == "0\u00b0");
  CHECK(longitude_label(-1e-13, 1) == "0\u00b0");
  CHECK(longitude_label(359.96, 0.02) == "359.96\u00b0");
  CHECK(latitude_label(22, 1) == "+22\u00b0");
  CHECK(latitude_label(-5.5, 0.5) == "\u22125.5\u00b0");
  CHECK(latitude_label(0, 30) == "0\u00b0");
}
