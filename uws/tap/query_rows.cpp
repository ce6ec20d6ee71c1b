#include "uws/tap/query_rows.hpp"

#include "catalog/adql/translate.hpp"
#include "engine/base/failure.hpp"
#include "uws/tap/upload_tables.hpp"

namespace uws {
namespace {

using catalog::adql::Tables;
using catalog::pg::Connection;

catalog::adql::Translation translated(QueryOrder const& order, Tables const& tables) {
  auto result = catalog::adql::translate(order.text, tables, {order.row_limit});
  if (!result)
    throw engine::Failure(engine::Fault::bad_request,
                          "ADQL query: " + catalog::adql::text_of(result.error()));
  return std::move(*result);
}

void prepare_session(Connection& connection, QueryOrder const& order) {
  connection.run(
      "SELECT set_config('distill.user', $1, false), set_config('distill.base_url', $2, false),"
      " set_config('statement_timeout', $3, false)",
      {order.asker.user, order.asker.base_url, std::to_string(order.timeout.count())});
}

catalog::pg::Parameters bound(std::vector<catalog::adql::Bound> const& literals) {
  catalog::pg::Parameters parameters;
  for (auto const& literal : literals) parameters.push_back(literal.value);
  return parameters;
}

}  // namespace

std::unique_ptr<QueryRows> QueryRunner::start(QueryOrder const& order, Started const& started) const {
  auto tables = tables_.current(order.asker.user.empty() ? Audience::anonymous : Audience::known);
  // Grammar and names are checked before a connection is taken, where the tables are all known.
  std::optional<catalog::adql::Translation> translation;
  if (order.uploads.empty()) translation = translated(order, *tables);
  auto lease = readers_.take();
  if (started) started(lease->canceller());
  prepare_session(*lease, order);
  if (!translation) translation = translated(order, with_uploads(*tables, *lease, order.uploads));
  auto rows = lease->stream(translation->sql, bound(translation->parameters), order.cells,
                            std::move(translation->columns));
  return std::make_unique<QueryRows>(std::move(lease), std::move(rows));
}

}  // namespace uws
