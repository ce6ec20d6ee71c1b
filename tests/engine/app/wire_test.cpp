#include "engine/app/wire.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

using namespace engine;

TEST_CASE("what is written is read back bit by bit") {
  WireWriter out;
  out.number(std::numeric_limits<std::int64_t>::min());
  out.real(-0.0);
  out.real(std::numeric_limits<double>::quiet_NaN());
  out.text(std::string("with\0zero", 9));
  out.text("");
  WireReader in(out.bytes());
  CHECK(in.number() == std::numeric_limits<std::int64_t>::min());
  CHECK(std::signbit(in.real()));
  CHECK(std::isnan(in.real()));
  CHECK(in.text() == std::string("with\0zero", 9));
  CHECK(in.text().empty());
}

TEST_CASE("reading past the end is a mistake of ours, and is said to be") {
  WireWriter out;
  out.number(1000);
  WireReader number(out.bytes());
  number.number();
  CHECK_THROWS_AS(number.number(), ContractViolation);
  WireReader text(out.bytes());
  CHECK_THROWS_AS(text.text(), ContractViolation);
}
