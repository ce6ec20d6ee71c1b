/// A translated query at work on the database.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/pg/pool.hpp"
#include "catalog/pg/stream.hpp"
#include "catalog/table/rows.hpp"
#include "uws/tap/table_registry.hpp"

namespace uws {

/// Who asks, and under which URL they know the service (links in the rows begin with it).
struct Asker {
  std::string user{};  ///< empty: anonymous
  std::string base_url;
};

struct UploadedTable {
  std::string name;      ///< as the query writes it behind TAP_UPLOAD.
  std::string document;  ///< a VOTable
};

struct QueryOrder {
  std::string text;  ///< ADQL
  std::vector<UploadedTable> uploads{};
  std::optional<std::int64_t> row_limit{};
  std::chrono::milliseconds timeout{};  ///< of the statement; the database enforces it
  catalog::CellFormat cells = catalog::CellFormat::text;
  Asker asker;
};

/// The rows, and the connection they come through, which goes back to the pool with them.
class QueryRows : public catalog::RowSource {
 public:
  QueryRows(catalog::pg::Lease lease, std::unique_ptr<catalog::pg::RowStream> rows)
      : lease_(std::move(lease)), rows_(std::move(rows)) {}

  std::vector<catalog::Column> const& columns() const override { return rows_->columns(); }
  catalog::CellFormat format() const override { return rows_->format(); }
  bool next() override { return rows_->next(); }
  std::optional<std::string_view> cell(std::size_t column) const override { return rows_->cell(column); }

 private:
  catalog::pg::Lease lease_;
  std::unique_ptr<catalog::pg::RowStream> rows_;
};

/// Runs queries as the reader role: nothing but published tables, nothing written, a time limit.
class QueryRunner {
 public:
  /// Leases of `readers` must be in the reader role already. Both outlive the runner.
  QueryRunner(catalog::pg::Pool& readers, TableRegistry& tables) : readers_(readers), tables_(tables) {}

  /// Returns with the first row at hand. `started` hears of the canceller before the database works.
  /// Failure(bad_request): the query or an upload, with its place; other faults as the database has them.
  using Started = std::function<void(catalog::pg::Canceller)>;
  std::unique_ptr<QueryRows> start(QueryOrder const& order, Started const& started = {}) const;

 private:
  catalog::pg::Pool& readers_;
  TableRegistry& tables_;
};

}  // namespace uws
