/// SELECT ... FROM ivoa.obscore with bound parameters, put together condition by condition.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/pg/pool.hpp"
#include "catalog/table/rows.hpp"
#include "uws/links/positions.hpp"

namespace uws {

class ObscoreQuery {
 public:
  /// The number of a newly bound value, cast: "$3::float8". Values never stand in the SQL text.
  std::string bind(std::string value, std::string_view type);
  void require(std::string const& condition) { conditions_.push_back(condition); }  ///< AND
  void require_any(std::vector<std::string> const& alternatives);                   ///< nothing for none
  void order_by(std::string const& expression) { order_ = expression; }

  /// The footprint meets the shape: index window and exact test.
  std::string meets(SkyShape const& shape);
  /// [column_low, column_high] and the interval have a value in common.
  std::string overlaps(std::string const& column_low, std::string const& column_high,
                       Interval const& interval);
  std::string within(std::string const& column, Interval const& interval);

  std::string sql(std::vector<catalog::Column> const& columns, std::int64_t row_limit) const;
  catalog::pg::Parameters const& parameters() const { return parameters_; }

 private:
  std::string meets_region(std::vector<double> const& region);
  std::vector<std::string> conditions_;
  std::string order_;
  catalog::pg::Parameters parameters_;
};

/// The columns of ivoa.obscore as TAP_SCHEMA describes them.
std::vector<catalog::Column> obscore_columns(catalog::pg::Connection& connection);

/// Streams the query's rows; the connection goes back when they do. `time`: the database gives up after it,
/// reading by a slow client included.
std::unique_ptr<catalog::RowSource> rows_of(catalog::pg::Lease lease, ObscoreQuery const& query,
                                            std::vector<catalog::Column> columns, std::int64_t row_limit,
                                            catalog::CellFormat format, std::chrono::seconds time);

}  // namespace uws
