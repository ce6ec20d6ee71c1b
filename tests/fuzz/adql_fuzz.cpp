// Any bytes as an ADQL query: parsed, printed, parsed again, translated. Problems are answers; nothing may be
// thrown, canonical text must stay as it is, and PostgreSQL's own parser must read the SQL as one SELECT.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include <pg_query.h>

#include "catalog/adql/parser.hpp"
#include "catalog/adql/print.hpp"
#include "catalog/adql/translate.hpp"

namespace {

using namespace catalog;
using namespace catalog::adql;

PublishedColumn column(std::string name, Datatype type, std::string arraysize = "", std::string xtype = "",
                       std::string unit = "") {
  PublishedColumn made;
  made.column = {.name = name,
                 .datatype = type,
                 .arraysize = std::move(arraysize),
                 .xtype = std::move(xtype),
                 .unit = std::move(unit)};
  made.sql_name = std::move(name);
  made.indexed = true;
  return made;
}

/// The names of the text cases, so that many of their queries get as far as SQL.
std::vector<PublishedColumn> columns() {
  std::vector<PublishedColumn> all = {column("c", Datatype::char_, "*"),
                                      column("p", Datatype::double_, "2", "point", "deg"),
                                      column("q", Datatype::double_, "3", "circle", "deg"),
                                      column("r", Datatype::double_, "*", "polygon", "deg"),
                                      column("s_region", Datatype::double_, "*", "shape", "deg"),
                                      column("t_min", Datatype::char_, "*", "timestamp"),
                                      column("obs_id", Datatype::long_),
                                      column("target_name", Datatype::unicode_char, "*"),
                                      column("flag", Datatype::boolean),
                                      column("Mixed Case", Datatype::short_int)};
  for (std::string const name : {"b", "d", "x", "y", "z", "ra", "dec", "s_ra", "s_dec"})
    all.push_back(column(name, Datatype::double_, "", "", "deg"));
  for (std::string const name : {"a", "k", "id"}) all.push_back(column(name, Datatype::int_));
  return all;
}

Tables const& tables() {
  static Tables const made = [] {
    Tables all;
    for (std::string const name : {"t", "u", "v", "a", "x", "y", "z", "foo", "stars", "spatial"}) {
      PublishedTable table;
      table.schema = table.sql_schema = "s";
      table.name = table.sql_name = name;
      table.columns = columns();
      all.tables.push_back(std::move(table));
    }
    all.schemas.push_back({"s", "", ""});
    return all;
  }();
  return made;
}

void insist(bool promise) {
  if (!promise) std::abort();
}

/// Deep SQL is beyond PostgreSQL's stack: a clean error there, a crash in this copy of its parser.
bool is_one_select(std::string const& sql) {
  constexpr std::size_t longest = 100'000;
  if (sql.size() > longest) return true;
  PgQueryParseResult const parsed = pg_query_parse(sql.c_str());
  std::string const tree = parsed.parse_tree ? parsed.parse_tree : "";
  bool const too_deep =
      parsed.error && std::string_view(parsed.error->message).find("stack depth") != std::string_view::npos;
  bool const fine =
      too_deep || (!parsed.error && tree.find("\"stmts\":[{\"stmt\":{\"SelectStmt\":") != std::string::npos &&
                   tree.find("\"stmt\":{", tree.find("\"stmt\":{") + 1) == std::string::npos);
  if (!fine)
    std::fprintf(stderr, "%s\n%s\n", parsed.error ? parsed.error->message : "not one SELECT", sql.c_str());
  pg_query_free_parse_result(parsed);
  return fine;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string const text(data, data + size);
  auto const query = parse(text);
  auto const problem = check_grammar(text);
  insist(static_cast<bool>(query) != problem.has_value());
  if (problem) {
    insist(problem->place.line >= 1 && problem->place.column >= 1 && !problem->message.empty());
  } else {
    std::string const canonical = to_adql(*query);
    auto const again = parse(canonical);
    insist(static_cast<bool>(again));
    insist(to_adql(*again) == canonical);
  }
  auto const translation = translate(text, tables());
  if (problem) insist(!translation);
  if (translation) {
    insist(is_one_select(translation->sql));
    insist(!translation->columns.empty());
  }
  return 0;
}
