/// Rows a second of each encoder: 100 000 rows of ObsCore's shape (38 columns), from cells as PostgreSQL
/// sends them.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include "catalog/table/table_puller.hpp"
#include "tests/catalog/table/sample_rows.hpp"

namespace {

using namespace catalog;

std::vector<Column> obscore_columns() {
  std::vector<Column> columns;
  auto const add = [&](Datatype datatype, int count, std::string const& arraysize = "") {
    for (int i = 0; i < count; ++i)
      columns.push_back(
          {.name = "c" + std::to_string(columns.size()), .datatype = datatype, .arraysize = arraysize});
  };
  add(Datatype::char_, 16, "*");
  add(Datatype::int_, 2);
  add(Datatype::long_, 6);
  add(Datatype::double_, 13);
  add(Datatype::double_, 1, "*");
  return columns;
}

test_tables::ValueRow obscore_row() {
  using namespace std::string_literals;
  test_tables::ValueRow row(16, "ivo://obspm.fr/hess-dr#23523"s);
  row.insert(row.end(), 2, std::int64_t{2});
  row.insert(row.end(), 6, std::int64_t{-1});
  row.insert(row.end(), 13, 53343.921597222);
  row.push_back(test_tables::Reals{83.6333333, 22.0144444, 2.5});
  return row;
}

void encode(benchmark::State& state, Serialization serialization) {
  constexpr std::size_t rows = 100'000;
  std::size_t bytes = 0;
  for (auto _ : state) {
    auto encoder = make_encoder(serialization);
    CellFormat const form = encoder->wants();
    TablePuller puller(std::make_unique<test_tables::TypedRows>(
                           obscore_columns(), std::vector<test_tables::ValueRow>{obscore_row()}, form, rows),
                       std::move(encoder), {});
    for (std::string chunk; puller.read(chunk);) bytes += chunk.size();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(rows * state.iterations()));
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  state.counters["peak_MB"] = static_cast<double>(usage.ru_maxrss) / 1024;
}

}  // namespace

BENCHMARK_CAPTURE(encode, tabledata, Serialization::votable_tabledata)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(encode, binary, Serialization::votable_binary)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(encode, binary2, Serialization::votable_binary2)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(encode, csv, Serialization::csv)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(encode, tsv, Serialization::tsv)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(encode, json, Serialization::json)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(encode, fits, Serialization::fits)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(encode, html, Serialization::html)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(encode, plain_text, Serialization::plain_text)->Unit(benchmark::kMillisecond);
