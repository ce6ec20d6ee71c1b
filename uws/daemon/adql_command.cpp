#include <iostream>

#include "catalog/adql/read_queries.hpp"
#include "catalog/published_tables.hpp"
#include "uws/daemon/commands.hpp"
#include "uws/daemon/service_settings.hpp"

namespace uws {

int adql(std::optional<Config> const& catalogue) {
  constexpr int mistakes = 2;
  using catalog::adql::read_queries;
  if (!catalogue) return read_queries(std::cin, std::cout).refused == 0 ? 0 : mistakes;
  Log const log({.level = LogLevel::warning});
  Database database(database_options(*catalogue, log));
  auto const tables = [&] { return catalog::load_tables(*database.own().take()); }();
  auto const verdicts = read_queries(std::cin, std::cout, &tables);
  database.close();
  return verdicts.refused == 0 ? 0 : mistakes;
}

}  // namespace uws
