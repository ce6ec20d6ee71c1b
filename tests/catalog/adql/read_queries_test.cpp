#include "catalog/adql/read_queries.hpp"

#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace {

using catalog::adql::QueryVerdicts;

std::string answers(std::string const& input) {
  std::istringstream in(input);
  std::ostringstream out;
  catalog::adql::read_queries(in, out);
  return out.str();
}

}  // namespace

TEST_CASE("each query gets one line") {
  CHECK(answers("SELECT a FROM t\n----\nSELECT a\nFORM t\n----\nSELECT b FROM u") ==
        "ok\nno: 2:1: expected ',' or FROM, found 'FORM': did you mean FROM?\nok\n");
}

TEST_CASE("separators may have blanks, carriage returns, and nothing behind the last") {
  CHECK(answers("SELECT a FROM t\r\n----\r\nSELECT a FROM t\r\n ---- \n\n") == "ok\nok\n");
  CHECK(answers("") == "");
  CHECK(answers("\n\n") == "");
  CHECK(answers("----\n") == "no: 1:1: the query is empty: expected SELECT\n");
}

TEST_CASE("no message breaks the line") {
  std::string const found = answers("SELECT \"a\nb\".f(1) FROM t");
  CHECK(found.starts_with("no: 1:8: "));
  CHECK(found.find('\n') == found.size() - 1);
}

TEST_CASE("verdicts are counted") {
  std::istringstream in("SELECT a FROM t\n----\nSELECT\n----\nSELECT b FROM t\n");
  std::ostringstream out;
  QueryVerdicts const verdicts = catalog::adql::read_queries(in, out);
  CHECK(verdicts.accepted == 2);
  CHECK(verdicts.refused == 1);
}

TEST_CASE("without a catalogue, functions must be known or declared") {
  std::string const query = "SELECT eso_intersection(a, b), ABS(c), ivo_hasword(d, 'x') FROM t";
  CHECK(answers(query).starts_with("no: 1:8: no function 'eso_intersection'"));
  CHECK(answers("SELECT ivo_hasward(d, 'x') FROM t") ==
        "no: 1:8: no function 'ivo_hasward' - did you mean ivo_hasword?\n");
  std::istringstream in(query);
  std::ostringstream out;
  std::vector<std::string> const declared = {"ESO_INTERSECTION"};
  catalog::adql::read_queries(in, out, nullptr, declared);
  CHECK(out.str() == "ok\n");
}

TEST_CASE("with a catalogue, the answer is one line of SQL with its parameters") {
  catalog::adql::Tables tables;
  tables.tables.push_back({.schema = "s", .name = "t", .sql_schema = "s", .sql_name = "t", .columns = {}});
  tables.tables.back().columns.push_back({.column = {.name = "a"}, .sql_name = "a"});
  tables.tables.back().columns.back().column.arraysize = "*";
  std::istringstream in("SELECT a FROM s.t WHERE a = 'x\ny'\n----\nSELECT b FROM s.t\n");
  std::ostringstream out;
  catalog::adql::read_queries(in, out, &tables);
  std::string const lines = out.str();
  std::string const first = lines.substr(0, lines.find('\n')), second = lines.substr(lines.find('\n') + 1);
  CHECK(first.find("SELECT") != std::string::npos);
  CHECK(first.find("$1 = 'x y'") != std::string::npos);
  CHECK(second.starts_with("no: 1:8: "));
  CHECK(second.find('\n') == second.size() - 1);
}
