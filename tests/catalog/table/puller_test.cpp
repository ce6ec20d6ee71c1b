#include <doctest/doctest.h>

#include "catalog/table/table_puller.hpp"
#include "engine/base/failure.hpp"
#include "sample_rows.hpp"

namespace {

using namespace catalog;

constexpr Serialization all[] = {Serialization::votable_tabledata,
                                 Serialization::votable_binary,
                                 Serialization::votable_binary2,
                                 Serialization::csv,
                                 Serialization::tsv,
                                 Serialization::json,
                                 Serialization::fits,
                                 Serialization::html,
                                 Serialization::plain_text};

struct BreakingRows final : RowSource {
  std::vector<Column> fields{{.name = "n", .datatype = Datatype::int_}};
  int rows = 0;
  std::vector<Column> const& columns() const override { return fields; }
  CellFormat format() const override { return CellFormat::text; }
  bool next() override {
    if (++rows > 3) throw engine::Failure(engine::Fault::interrupted, "the <database> went away");
    return true;
  }
  std::optional<std::string_view> cell(std::size_t) const override { return "1"; }
};

std::unique_ptr<RowSource> many_rows(std::size_t repeat) {
  return std::make_unique<test_tables::TypedRows>(test_tables::sample_columns(), test_tables::sample_rows(),
                                                  CellFormat::text, repeat);
}

}  // namespace

TEST_CASE("no piece of an answer grows with the answer") {
  for (Serialization form : all) {
    TablePuller puller(many_rows(10'000), make_encoder(form), {});
    std::size_t largest = 0, total = 0;
    for (std::string chunk; puller.read(chunk);) {
      largest = std::max(largest, chunk.size());
      total += chunk.size();
    }
    CHECK(puller.ending().rows == 40'000);
    CHECK(total > 2'000'000);
    CHECK(largest < 100'000);
  }
}

TEST_CASE("overflow is said exactly when rows were cut") {
  for (std::int64_t limit : {0, 3, 4, 5}) {
    TablePuller puller(many_rows(1), make_tabledata_encoder(), {}, limit);
    std::string text;
    for (std::string chunk; puller.read(chunk);) text += chunk;
    CHECK((text.find("value=\"OVERFLOW\"") != std::string::npos) == (limit < 4));
    CHECK(puller.ending().rows == std::min<std::int64_t>(limit, 4));
  }
}

TEST_CASE("a source that fails midway is told of in the document, or cuts the answer") {
  for (Serialization form : all) {
    auto encoder = make_encoder(form);
    bool const tells = encoder->can_report_error();
    TablePuller puller(std::make_unique<BreakingRows>(), std::move(encoder), {});
    std::string text;
    auto const pull = [&] {
      for (std::string chunk; puller.read(chunk);) text += chunk;
    };
    if (!tells) {
      CHECK_THROWS_AS(pull(), engine::Failure);
      continue;
    }
    pull();
    CHECK(text.find("database") != std::string::npos);
    bool const xml = form == Serialization::votable_tabledata;
    if (xml) CHECK(text.find("value=\"ERROR\">the &lt;database&gt; went away") != std::string::npos);
  }
}

TEST_CASE("FITS refuses what it cannot hold") {
  std::vector<Column> columns(1000, {.name = "x", .datatype = Datatype::int_});
  TablePuller puller(std::make_unique<MemoryRows>(columns, std::vector<MemoryRows::Row>{}),
                     make_fits_encoder(), {});
  std::string chunk;
  CHECK_THROWS_AS(puller.read(chunk), engine::Failure);
}
