/// Every case of sql_cases/*.txt: refused at the right place, or accepted, found to be one SELECT by
/// PostgreSQL's parser, run, and compared. Verdicts beside those of text_cases.hpp:
///   => rows 1 | Crab; 2 | Vela          what the query gives on the example catalogue
///   => columns n:long:s ra:double:deg   name, datatype and unit of the columns
#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "sql_catalogue.hpp"
#include "text_cases.hpp"

using namespace adql_tests;
using namespace catalog::adql;

namespace {

std::string_view word_of(catalog::Datatype datatype) {
  switch (datatype) {
    case catalog::Datatype::boolean: return "boolean";
    case catalog::Datatype::unsigned_byte: return "byte";
    case catalog::Datatype::short_int: return "short";
    case catalog::Datatype::int_: return "int";
    case catalog::Datatype::long_: return "long";
    case catalog::Datatype::float_: return "float";
    case catalog::Datatype::double_: return "double";
    case catalog::Datatype::char_: return "char";
    case catalog::Datatype::unicode_char: return "unicode";
  }
  return "";
}

std::string text_of(std::vector<catalog::Column> const& columns) {
  std::string out;
  for (catalog::Column const& column : columns) {
    out += (out.empty() ? "" : " ") + column.name + ":" + std::string(word_of(column.datatype));
    if (!column.arraysize.empty() && !catalog::is_text(column.datatype)) out += "[" + column.arraysize + "]";
    if (!column.unit.empty()) out += ":" + column.unit;
    if (!column.xtype.empty()) out += ":" + column.xtype;
  }
  return out;
}

/// The types PostgreSQL gives are those that column.hpp promises.
void check_types(Translation const& translation) {
  catalog::pg::Parameters parameters;
  for (Bound const& bound : translation.parameters) parameters.emplace_back(bound.value);
  auto const stream = example_database().stream(translation.sql, parameters, catalog::CellFormat::binary,
                                                translation.columns);
  while (stream->next()) {
  }
}

}  // namespace

TEST_CASE("the cases of translation") {
  int accepted = 0, refused = 0;
  for (TextCase const& one : read_all_cases(DISTILL_ADQL_SQL_CASES)) {
    CAPTURE(one.file);
    CAPTURE(one.line);
    auto const result = translate(one.query, example_tables());
    if (one.verdict == "error") {
      ++refused;
      if (result) {
        FAIL_CHECK("accepted: ", one.query, " as ", result->sql);
        continue;
      }
      Place const place = result.error().place;
      std::string const found =
          std::to_string(place.line) + ":" + std::to_string(place.column) + " " + result.error().message;
      std::size_t const blank = one.expected.find(' ');
      CHECK_MESSAGE(found.starts_with(one.expected.substr(0, blank + 1)), found);
      CHECK_MESSAGE(found.find(one.expected.substr(blank + 1)) != std::string::npos, found);
      continue;
    }
    if (!result) {
      FAIL_CHECK("refused: ", one.query, " with ", catalog::adql::text_of(result.error()));
      continue;
    }
    ++accepted;
    CAPTURE(result->sql);
    CHECK(complaint_of_postgresql(result->sql) == "");
    try {
      std::string const rows = rows_of(*result);
      check_types(*result);
      if (one.verdict == "rows") CHECK(rows == one.expected);
      if (one.verdict == "columns") CHECK(text_of(result->columns) == one.expected);
    } catch (engine::Failure const& failure) {
      if (one.verdict == "fails")
        CHECK(std::string(failure.what()).find(one.expected) != std::string::npos);
      else
        FAIL_CHECK(failure.what());
    }
  }
  MESSAGE(accepted, " accepted, ", refused, " refused");
  CHECK(accepted + refused > 200);
}
