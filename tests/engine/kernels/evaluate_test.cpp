#include "engine/kernels/evaluate.hpp"

#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "tests/engine/kernels/sky_columns.hpp"

using namespace engine;

namespace {

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

/// X: floating, N and ID: whole.
EventColumns table() {
  EventColumns out;
  out.count = 5;
  out.extra = {{"X", std::vector<double>{1.5, -2, nan_value, 0, 9007199254740992.0}},
               {"N", std::vector<std::int64_t>{7, -7, 0, 2, 3}},
               {"ID", std::vector<std::int64_t>{7200000000001, 9007199254740993, largest, -largest - 1, 0}}};
  return out;
}

Condition condition_on(EventColumns const& events, std::string const& text) {
  Condition out{*parse_expression(text), {}};
  for (std::string const& name : out.expression.columns)
    for (std::size_t k = 0; k < events.extra.size(); ++k)
      if (events.extra[k].name == name) out.extra.push_back(k);
  return out;
}

std::string truths(std::string const& text) {
  EventColumns const events = table();
  EvaluationWorkspace workspace;
  std::vector<std::uint8_t> found(events.count, 9);
  evaluate(condition_on(events, text), events.view(), test_support::all_rows(events.count), workspace, found);
  std::string out;
  for (std::uint8_t const t : found) out += static_cast<char>('0' + t);
  return out;
}

}  // namespace

TEST_CASE("comparisons and logic hold element by element") {
  CHECK(truths("N > 2") == "10001");
  CHECK(truths("N >= 2 && X < 1") == "00010");
  CHECK(truths("N >= 2 || X < 0") == "11011");
  CHECK(truths("!(N >= 2)") == "01100");
  CHECK(truths("true") == "11111");
  CHECK(truths("(N > 0) == (X > 0)") == "11101");
  CHECK(truths("(N > 0) != (X > 0)") == "00010");
}

TEST_CASE("an undefined value satisfies no comparison but !=") {
  CHECK(truths("X == X") == "11011");
  CHECK(truths("X != X") == "00100");
  CHECK(truths("X < 1e300")[2] == '0');
  CHECK(truths("X >= -1e300")[2] == '0');
  CHECK(truths("!(X < 1e300)")[2] == '1');
  CHECK(truths("isnan(X)") == "00100");
  CHECK(truths("isnan(N)") == "00000");
  CHECK(truths("isnan(min(X, 1)) || isnan(max(2, X))") == "00100");
}

TEST_CASE("64-bit numbers are compared to the last digit, with each other and with floating ones") {
  CHECK(truths("ID == 7200000000001") == "10000");
  CHECK(truths("ID == 9007199254740993") == "01000");
  CHECK(truths("ID == 9007199254740992") == "00000");
  CHECK(truths("ID == 9007199254740992.0") == "00000");
  CHECK(truths("ID > 9007199254740992.0") == "01100");
  CHECK(truths("ID < 9.3e18") == "11111");
  CHECK(truths("ID < 9223372036854775808.0") == "11111");
  CHECK(truths("ID >= -9223372036854775808.0") == "11111");
  CHECK(truths("ID == 9223372036854775807") == "00100");
  CHECK(truths("N <= 2.5") == "01110");
  CHECK(truths("-6.5 > N") == "01000");
}

TEST_CASE("whole numbers stay whole in sums, differences and products") {
  CHECK(truths("ID + 1 == 7200000000002") == "10000");
  CHECK(truths("ID * 1 - 9007199254740993 == 0") == "01000");
  CHECK(truths("ID % 10 == 3") == "01000");
  CHECK(truths("N % 3 == 1") == "10000");
  CHECK(truths("N % 3 == -1") == "01000");
  CHECK(truths("abs(N) == 7") == "11000");
  CHECK(truths("max(N, 3) == 3 && min(N, 0) == N") == "01100");
}

TEST_CASE("what overflows goes on as a double, alone") {
  // 2^63 as a double; the neighbours stay exact.
  CHECK(truths("ID + 1 == 9223372036854775808.0") == "00100");
  CHECK(truths("ID + 1 == 9007199254740994") == "01000");
  CHECK(truths("(ID + 1) - 1 == 9007199254740993") == "01000");
  CHECK(truths("-ID == 9223372036854775808.0") == "00010");
  CHECK(truths("abs(ID) == 9223372036854775808.0") == "00010");
  CHECK(truths("ID * ID > 1e37") == "00110");
  CHECK(truths("ID * 2 - ID * 2 == 0") == "11111");
}

TEST_CASE("division and power are floating; a remainder by zero is undefined") {
  CHECK(truths("N / 2 == 3.5") == "10000");
  CHECK(truths("isnan(N % 0)") == "11111");
  CHECK(truths("ID % -1 == 0") == "11111");
  CHECK(truths("2 ** N == 0.0078125") == "01000");
  CHECK(truths("X % 1 == 0.5") == "10000");
  CHECK(truths("1 / N > 1e300") == "00100");
}

TEST_CASE("functions are those of the mathematics") {
  CHECK(truths("sqrt(N - 3) == 2") == "10000");
  CHECK(truths("floor(X) == 1 || ceil(X) == -2") == "11000");
  CHECK(truths("floor(N) == 7 && ceil(N) == 7") == "10000");
  CHECK(truths("abs(exp(log(abs(N) + 1)) - 8) < 1e-12") == "11000");
  CHECK(truths("log10(N + 3) == 1") == "10000");
  CHECK(truths("abs(tan(atan(N)) - N) < 1e-9 && abs(sin(N)**2 + cos(N)**2 - 1) < 1e-12") == "11111");
  CHECK(truths("abs(asin(0.5) + acos(0.5) - atan2(1, 0)) < 1e-12") == "11111");
}

TEST_CASE("the result for an event depends neither on the rows asked for nor on where chunks begin") {
  EventColumns events;
  events.count = 3000;
  std::vector<std::int64_t> id;
  std::vector<double> x;
  for (std::size_t i = 0; i < events.count; ++i) {
    auto const k = static_cast<std::int64_t>(i);
    id.push_back(i % 100 == 3 ? largest - k : k * 1000003);  // overflows are rare, so chunks differ
    x.push_back(i % 17 == 0 ? nan_value : static_cast<double>(k % 50) - 25);
  }
  events.extra = {{"ID", id}, {"X", x}};
  Condition const condition =
      condition_on(events, "(ID + 5000) % 7 < 3 && max(ID * 3, 10) != X || X * X > 400");
  EvaluationWorkspace workspace;
  auto const rows = test_support::all_rows(events.count);
  std::vector<std::uint8_t> whole(events.count);
  evaluate(condition, events.view(), rows, workspace, whole);
  for (std::uint32_t const step : {2U, 3U, 7U}) {
    std::vector<std::uint32_t> some;
    for (std::uint32_t row = 1; row < events.count; row += step) some.push_back(row);
    std::vector<std::uint8_t> found(some.size());
    evaluate(condition, events.view(), some, workspace, found);
    std::size_t wrong = 0;
    for (std::size_t k = 0; k < some.size(); ++k) wrong += found[k] != whole[some[k]];
    CHECK(wrong == 0);
  }
}

TEST_CASE("the deepest expression the parser lets through is evaluated") {
  std::string text = "N";
  for (int k = 0; k < deepest_expression / 2 - 5; ++k) text = "1 + (" + text + ")";
  text += " > 90";
  auto const parsed = parse_expression(text);
  REQUIRE(parsed);
  CHECK(truths(text) == "10111");
}
