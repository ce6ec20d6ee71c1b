#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "catalog/adql/parser.hpp"
#include "catalog/adql/print.hpp"
#include "catalog/adql/translate.hpp"

namespace {

using catalog::adql::check_grammar;
using catalog::adql::max_nesting;
using catalog::adql::parse;
using catalog::adql::Place;
using catalog::adql::to_adql;

std::string repeated(std::string_view part, std::size_t times) {
  std::string out;
  out.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += part;
  return out;
}

std::string message_on(std::string const& query) {
  auto const problem = check_grammar(query);
  return problem ? problem->message : "accepted";
}

bool mentions(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

constexpr std::size_t many = 100'000;

/// Nested forms: `open` n times, a core, `close` n times.
struct Nest {
  std::string before, open, core, close, after;
  std::string query(std::size_t levels) const {
    return before + repeated(open, levels) + core + repeated(close, levels) + after;
  }
};

Nest const nests[] = {
    {"SELECT ", "(", "a", ")", " FROM t"},
    {"SELECT ", "- ", "a", "", " FROM t"},
    {"SELECT ", "ABS(", "a", ")", " FROM t"},
    {"SELECT ", "MAX(", "a", ")", " FROM t"},
    {"SELECT ", "CAST(", "a", " AS REAL)", " FROM t"},
    {"SELECT ", "CASE WHEN a = ", "1", " THEN 2 END", " FROM t"},
    {"SELECT ", "(SELECT ", "a", " FROM t)", " FROM t"},
    {"SELECT a FROM t WHERE ", "(", "a = 1", ")", ""},
    {"SELECT a FROM t WHERE ", "NOT ", "a = 1", "", ""},
    {"SELECT a FROM t WHERE ", "NOT (", "a = 1", ")", ""},
    {"SELECT a FROM t WHERE ", "a IN (", "1", ")", ""},
    {"SELECT a FROM t WHERE ", "a IN (SELECT a FROM t WHERE ", "a = 1", ")", ""},
    {"SELECT a FROM t WHERE ", "EXISTS (SELECT a FROM t WHERE ", "a = 1", ")", ""},
    {"SELECT a FROM ", "(", "t", ")", ""},
    {"SELECT a FROM ", "(SELECT a FROM ", "t", ") AS q", ""},
    {"SELECT a FROM t JOIN ", "t JOIN ", "t ON a = a", " ON a = a", " ON a = a"},
    {"", "(", "SELECT a FROM t", ")", ""},
    {"", "SELECT a FROM t UNION (", "SELECT a FROM t", ")", ""},
};

}  // namespace

TEST_CASE("deep nesting is refused with a message, at any depth") {
  for (Nest const& nest : nests) {
    INFO(nest.query(1));
    std::string const shallow = message_on(nest.query(max_nesting / 4));
    CHECK(!mentions(shallow, "too deeply"));
    // Canonical text is no deeper than the query.
    for (int const levels : {max_nesting / 4, max_nesting - 1})
      if (auto const query = parse(nest.query(static_cast<std::size_t>(levels))))
        CHECK(message_on(to_adql(*query)) == "accepted");
    for (std::size_t const levels : {std::size_t{2} * max_nesting, many})
      CHECK(mentions(message_on(nest.query(levels)), "nested too deeply"));
    // Without the closing half, too.
    CHECK(mentions(message_on(nest.before + repeated(nest.open, many)), "nested too deeply"));
  }
}

TEST_CASE("long chains are neither deep nor slow to destroy") {
  constexpr std::size_t some = 10'000;
  std::string const chains[] = {
      "SELECT 1" + repeated("+1", many) + " FROM t",
      "SELECT a FROM t WHERE a = 1" + repeated(" AND b = 2", many),
      "SELECT a FROM t WHERE a = 1" + repeated(" OR b = 2", many),
      "SELECT a FROM t" + repeated(" UNION SELECT a FROM t", many),
      "SELECT 1" + repeated("*2/3", some) + " FROM t",
      "SELECT a" + repeated("||'b'", some) + " FROM t",
      "SELECT a FROM t WHERE a = 1" + repeated(" AND b = 2 OR c = 3", some),
      "SELECT a FROM t WHERE a IN (1" + repeated(",2", some) + ")",
      "SELECT a" + repeated(",a", some) + " FROM t",
      "SELECT a FROM t" + repeated(",t", some),
      "SELECT a FROM t" + repeated(" NATURAL JOIN t", some),
      "SELECT a FROM t" + repeated(" JOIN t ON a = b", some),
      "SELECT a FROM t" + repeated(" INTERSECT SELECT a FROM t", some),
      "SELECT a FROM t" + repeated(" UNION SELECT a FROM t INTERSECT SELECT a FROM t", some),
      "SELECT a FROM t ORDER BY a" + repeated(",a DESC", some),
      "SELECT f(a" + repeated(",a", some) + ") FROM t",
      "SELECT CASE a" + repeated(" WHEN 1 THEN 2", some) + " END FROM t",
      "SELECT " + repeated("'a' ", some) + " FROM t",
      "WITH x AS (SELECT a FROM t)" + repeated(", x AS (SELECT a FROM t)", some) + " SELECT a FROM x",
  };
  for (std::string const& query : chains) {
    INFO(query.substr(0, 60));
    auto const parsed = parse(query);
    REQUIRE(parsed);
    CHECK(!to_adql(*parsed).empty());
  }
}

TEST_CASE("ten million bytes are read or refused") {
  constexpr std::size_t size = 10'000'000;
  CHECK(message_on("SELECT '" + std::string(size, 'x') + "' FROM t") == "accepted");
  CHECK(message_on("SELECT a" + std::string(size, '\n') + "FROM t") == "accepted");
  CHECK(message_on("SELECT a FROM t --" + std::string(size, '-')) == "accepted");
  CHECK(message_on("SELECT " + std::string(size, '1') + " FROM t") == "accepted");
  CHECK(message_on("SELECT " + std::string(size, 'a') + " FROM t") == "accepted");
  CHECK(mentions(message_on("SELECT '" + std::string(size, 'x')), "does not end"));
  CHECK(mentions(message_on("SELECT " + repeated("''", size / 2)), "FROM"));
  CHECK(mentions(message_on(std::string(size, '(')), "nested too deeply"));
  CHECK(mentions(message_on(repeated("SELECT ", size / 7)), "expected a value"));
  CHECK(
      mentions(message_on("SELECT " + repeated("''", 2) + repeated("+1", size / 2) + " FROM t"), "too long"));
}

TEST_CASE("messages stay short, whatever the query holds") {
  CHECK(message_on(std::string(100'000, 'x')).size() < 200);
  CHECK(message_on("SELECT a '" + std::string(100'000, 'x') + "'").size() < 200);
  CHECK(message_on("SELECT a FROM \"" + std::string(100'000, 'x') + "\" 7").size() < 200);
  CHECK(message_on("SELECT \"" + std::string(100'000, 'x') + "\".f(1) FROM t").size() < 200);
}

TEST_CASE("columns count characters, lines end with any newline") {
  auto const place_of_error = [](std::string const& query) {
    auto const problem = check_grammar(query);
    REQUIRE(problem);
    return problem->place;
  };
  CHECK(place_of_error("SELECT 'a' 5") == Place{1, 12});
  CHECK(place_of_error("SELECT 'é日\xF0\x9F\x94\xAD' 5") == Place{1, 14});
  CHECK(place_of_error("SELECT\ta\n FROM\n\n  5") == Place{4, 3});
  CHECK(place_of_error("SELECT a\r\n FROM\r\n  5") == Place{3, 3});
  CHECK(place_of_error("SELECT a\r FROM\r  5") == Place{3, 3});
  CHECK(place_of_error("SELECT 'x\ny\r\nz' 5") == Place{3, 4});
  CHECK(place_of_error("-- é\nSELECT 5 5") == Place{2, 10});
  CHECK(place_of_error("\xEF\xBB\xBFSELECT 5 5") == Place{1, 11});
}

TEST_CASE("bytes that are no text are refused where they could matter") {
  CHECK(message_on(std::string("SELECT a\0 FROM t", 16)) ==
        "control character U+0000 cannot stand in a query");
  CHECK(mentions(message_on(std::string("SELECT 'a\0b' FROM t", 19)), "control character U+0000"));
  CHECK(mentions(message_on("SELECT \x01 FROM t"), "control character U+0001"));
  CHECK(message_on("SELECT 'a\xFFz' FROM t") == "byte 0xFF is not UTF-8");
  CHECK(message_on("SELECT \"a\xC3\" FROM t") == "byte 0xC3 is not UTF-8");
  CHECK(message_on("SELECT \x80 FROM t") == "byte 0x80 is not UTF-8");
  // Overlong forms, surrogates, beyond Unicode, cut short.
  for (std::string const bad :
       {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF0\x9F\x94"})
    CHECK(mentions(message_on("SELECT '" + bad + "' FROM t"), "is not UTF-8"));
  CHECK(message_on("SELECT a FROM t -- \xFF and \x01, nobody reads this") == "accepted");
}

TEST_CASE("blanks of other alphabets are blanks") {
  CHECK(message_on("SELECT\u00A0a\u3000FROM\u2009t\uFEFF") == "accepted");
  CHECK(message_on("SELECT\va\fFROM t") == "accepted");
}

TEST_CASE("every reserved word is refused as a name, and accepted in double quotes") {
  // ADQL 2.1 appendix A, those that begin no expression of their own.
  for (std::string const word : {"ABSOLUTE", "ACTION", "DATE",    "DAY",      "KEY",    "LANGUAGE", "LEVEL",
                                 "POSITION", "SIZE",   "SECTION", "TIME",     "USER",   "VALUE",    "YEAR",
                                 "ZONE",     "AREA",   "BOX",     "DISTANCE", "REGION", "COUNT",    "MAX"}) {
    std::string const query = "SELECT " + word + " FROM t";
    INFO(query);
    CHECK(mentions(message_on(query), "is a reserved word; write \"" + word + "\" in double quotes"));
    CHECK(message_on("SELECT \"" + word + "\" FROM t") == "accepted");
  }
}
