/// Time to parse and to translate ADQL queries of daily life. `bytes` is the length of the answer, so that a
/// fast wrong answer shows: the canonical text, or the SQL.
#include <string>

#include <benchmark/benchmark.h>

#include "catalog/adql/parser.hpp"
#include "catalog/adql/print.hpp"
#include "catalog/adql/translate.hpp"

namespace {

using namespace catalog::adql;
using catalog::Datatype;

constexpr char const* cone =
    "SELECT obs_id, s_ra, s_dec, access_url FROM ivoa.ObsCore "
    "WHERE 1 = CONTAINS(POINT('ICRS', s_ra, s_dec), CIRCLE('ICRS', 83.633, 22.014, 2.0))";

constexpr char const* busy =
    "SELECT TOP 100 o.obs_id, o.target_name, DISTANCE(POINT(o.s_ra, o.s_dec), POINT(83.633, 22.014)) AS away "
    "FROM ivoa.ObsCore AS o JOIN (SELECT target_name, COUNT(*) AS n FROM ivoa.ObsCore GROUP BY target_name "
    "HAVING COUNT(*) > 2) AS q ON o.target_name = q.target_name "
    "WHERE o.dataproduct_type = 'event' AND o.t_min BETWEEN 53000 AND 55000.5 AND (o.target_name LIKE "
    "'Crab%' OR "
    "LOWER(o.target_name) IN ('crab', 'mrk 421', 'pks 2155-304')) ORDER BY away DESC, 1 OFFSET 10";

Tables const& tables() {
  static Tables const made = [] {
    PublishedTable obscore{.schema = "ivoa",
                           .name = "ObsCore",
                           .sql_schema = "ivoa",
                           .sql_name = "obscore",
                           .type = "view",
                           .description = {},
                           .utype = {},
                           .columns = {}};
    for (std::string const name : {"obs_id", "target_name", "dataproduct_type", "access_url"})
      obscore.columns.push_back(
          {.column = {.name = name, .datatype = Datatype::char_, .arraysize = "*"}, .sql_name = name});
    for (std::string const name : {"s_ra", "s_dec", "t_min", "t_max"})
      obscore.columns.push_back({.column = {.name = name, .datatype = Datatype::double_}, .sql_name = name});
    return Tables{.schemas = {{"ivoa", "", ""}}, .tables = {std::move(obscore)}};
  }();
  return made;
}

void parsing(benchmark::State& state, std::string const& query) {
  std::size_t bytes = 0;
  for (auto _ : state) {
    auto const parsed = parse(query);
    if (!parsed) state.SkipWithError(text_of(parsed.error()).c_str());
    benchmark::DoNotOptimize(parsed);
  }
  if (auto const parsed = parse(query)) bytes = to_adql(*parsed).size();
  state.counters["bytes"] = static_cast<double>(bytes);
}

void translating(benchmark::State& state, std::string const& query) {
  std::size_t bytes = 0;
  for (auto _ : state) {
    auto const translation = translate(query, tables());
    if (!translation) {
      state.SkipWithError(text_of(translation.error()).c_str());
      break;
    }
    bytes = translation->sql.size();
    benchmark::DoNotOptimize(bytes);
  }
  state.counters["bytes"] = static_cast<double>(bytes);
}

/// Linear time: the cost per term must not grow with the number of terms.
void parsing_terms(benchmark::State& state) {
  std::string query = "SELECT obs_id FROM ivoa.ObsCore WHERE s_ra = 0";
  for (std::int64_t i = 0; i < state.range(0); ++i) query += " OR s_ra = " + std::to_string(i);
  for (auto _ : state) {
    auto const parsed = parse(query);
    benchmark::DoNotOptimize(parsed);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

}  // namespace

BENCHMARK_CAPTURE(parsing, cone, std::string(cone))->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(parsing, busy, std::string(busy))->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(translating, cone, std::string(cone))->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(translating, busy, std::string(busy))->Unit(benchmark::kMicrosecond);
BENCHMARK(parsing_terms)->Range(100, 100'000)->Unit(benchmark::kMicrosecond);
