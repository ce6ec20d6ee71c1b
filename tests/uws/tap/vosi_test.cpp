#include "uws/tap/vosi.hpp"

#include <doctest/doctest.h>

#include "uws/tap/examples.hpp"
#include "uws/tap/table_registry.hpp"

namespace {

using namespace uws;
using namespace catalog::adql;

Tables small() {
  Tables tables;
  tables.schemas = {{"s", "a schema", ""}};
  PublishedTable table{.schema = "s", .name = "t", .sql_schema = "s", .sql_name = "t"};
  table.columns = {
      {.column = {.name = "a<b", .datatype = catalog::Datatype::double_, .unit = "deg"},
       .sql_name = "a",
       .indexed = true,
       .principal = true,
       .standard = true},
      {.column = {.name = "name", .datatype = catalog::Datatype::char_, .arraysize = "*"}, .sql_name = "b"}};
  tables.tables = {table};
  tables.keys = {{"k", "s.t", "s.u", "why", {{"a", "b"}}}};
  return tables;
}

bool has(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

TEST_CASE("tables with columns, keys and flags, and nothing of them when only names are asked for") {
  auto const full = tableset_xml(small(), TableDetail::columns);
  CHECK(has(full, "<name>s.t</name>"));
  CHECK(has(full, "<column std=\"true\">"));
  CHECK(has(full, "<name>&quot;a&lt;b&quot;</name>"));
  CHECK(has(full, "<flag>indexed</flag>"));
  CHECK(has(full, "arraysize=\"*\""));
  CHECK(has(full, "<targetTable>s.u</targetTable>"));
  auto const names = tableset_xml(small(), TableDetail::names);
  CHECK(has(names, "<name>s.t</name>"));
  CHECK(!has(names, "<column"));
}

TEST_CASE("one table by its name") {
  CHECK(table_xml(small(), "S.T"));
  CHECK(!table_xml(small(), "s.x"));
}

TEST_CASE("capabilities name all optional features") {
  TapDescription description;
  description.features = optional_adql_features();
  auto const xml = capabilities_xml(description, "https://h/tap");
  for (auto const* part :
       {"ivo://ivoa.net/std/TAP\"", "features-adqlgeo", "<form>CENTROID</form>", "#features-adql-unit",
        "upload-inline", "https://h/tap/tables", "ivo://ivoa.net/std/ADQL#v2.1"})
    CHECK_MESSAGE(has(xml, part), part);
}

TEST_CASE("a page for browsers escapes what it was given") {
  auto const page = tap_page_html("http://h/tap", "SELECT '</textarea><script>'");
  CHECK(!has(page, "<script>"));
  CHECK(has(page, "&lt;/textarea&gt;"));
}

TEST_CASE("tables are loaded once, until they are forgotten") {
  int loads = 0;
  TableRegistry registry([&](Audience) { return ++loads, small(); });
  auto const first = registry.current();
  CHECK(registry.current() == first);
  CHECK(registry.current(Audience::known) != first);
  registry.forget();
  CHECK(registry.current() != first);
  CHECK(first->tables.size() == 1);
  CHECK(loads == 3);
}

}  // namespace
