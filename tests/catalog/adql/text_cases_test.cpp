#include "text_cases.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "catalog/adql/parser.hpp"
#include "catalog/adql/print.hpp"
#include "catalog/adql/translate.hpp"

namespace {

using adql_tests::TextCase;
using catalog::adql::parse;
using catalog::adql::to_adql;

std::vector<TextCase> const& cases() {
  static std::vector<TextCase> const all = adql_tests::read_all_cases(DISTILL_ADQL_CASES);
  return all;
}

std::string where(TextCase const& one) {
  return one.file + ":" + std::to_string(one.line) + ": " + one.query;
}

/// "2:6 expected a table name"
std::string verdict_on(std::string const& query) {
  auto const problem = catalog::adql::check_grammar(query);
  if (!problem) return "accepted";
  return std::to_string(problem->place.line) + ":" + std::to_string(problem->place.column) + " " +
         problem->message;
}

bool matches(std::string const& verdict, std::string const& expected) {
  std::size_t const blank = expected.find(' ');
  std::string const place = expected.substr(0, blank + 1), part = expected.substr(blank + 1);
  return verdict.starts_with(place) && verdict.find(part, place.size()) != std::string::npos;
}

}  // namespace

TEST_CASE("there are cases for every production") { CHECK(cases().size() > 400); }

TEST_CASE("every case gets its verdict") {
  for (TextCase const& one : cases()) {
    INFO(where(one));
    std::string const verdict = verdict_on(one.query);
    if (one.verdict == "error") {
      INFO("verdict: ", verdict);
      INFO("expected: ", one.expected);
      CHECK(matches(verdict, one.expected));
    } else {
      CHECK(verdict == "accepted");
    }
  }
}

TEST_CASE("the canonical text of a case is as written") {
  for (TextCase const& one : cases()) {
    if (one.verdict != "canonical") continue;
    INFO(where(one));
    auto const query = parse(one.query);
    REQUIRE(query);
    CHECK(to_adql(*query) == one.expected);
  }
}

TEST_CASE("canonical text is its own canonical text") {
  for (TextCase const& one : cases()) {
    auto const query = parse(one.query);
    if (!query) continue;
    INFO(where(one));
    std::string const text = to_adql(*query);
    INFO(text);
    auto const again = parse(text);
    REQUIRE(again);
    CHECK(to_adql(*again) == text);
  }
}

TEST_CASE("letter case of keywords, more blanks and comments change nothing but places") {
  for (TextCase const& one : cases()) {
    auto const query = parse(one.query);
    if (!query) continue;
    INFO(where(one));
    std::string spread;
    bool quoted = false;
    char quote = 0;
    for (char const c : to_adql(*query)) {
      if (!quoted && (c == '\'' || c == '"')) quote = c;
      if (c == quote) quoted = !quoted;
      spread += c;
      if (c == ' ' && !quoted) spread += "\t-- it's \"here\"\r\n ";
    }
    auto const again = parse(spread);
    REQUIRE(again);
    CHECK(to_adql(*again) == to_adql(*query));
  }
}

TEST_CASE("cutting a query short never crashes, and problems lie inside the text") {
  for (TextCase const& one : cases())
    for (std::size_t length = 0; length < one.query.size(); ++length) {
      std::string const part = one.query.substr(0, length);
      auto const problem = catalog::adql::check_grammar(part);
      if (!problem) continue;
      INFO(where(one));
      CHECK(problem->place.line >= 1);
      CHECK(problem->place.line <= 1 + std::ranges::count(part, '\n'));
      CHECK(problem->place.column >= 1);
      CHECK(!problem->message.empty());
    }
}
