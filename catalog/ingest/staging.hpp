/// Rows on their way into the catalogue: gathered here, copied in batches into temporary tables, and from
/// there moved into the real ones by statements over whole sets.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/pg/connection.hpp"

namespace catalog::ingest {

/// A row by column names; a column that is not named is NULL.
class StagedRow {
 public:
  StagedRow& set(std::string_view column, std::optional<std::string> value);
  StagedRow& set(std::string_view column, std::string const& value) {
    return set(column, std::optional(value));
  }
  StagedRow& set(std::string_view column, char const* value) {
    return set(column, std::optional<std::string>(value));
  }
  StagedRow& set(std::string_view column, std::optional<double> value);
  StagedRow& set(std::string_view column, double value) { return set(column, std::optional(value)); }
  StagedRow& set(std::string_view column, std::optional<std::int64_t> value);
  StagedRow& set(std::string_view column, std::int64_t value) { return set(column, std::optional(value)); }
  StagedRow& set_array(std::string_view column, std::vector<double> const& value);  ///< empty: NULL
  std::vector<std::pair<std::string, std::optional<std::string>>> const& cells() const { return cells_; }

 private:
  std::vector<std::pair<std::string, std::optional<std::string>>> cells_;
};

/// The temporary tables stage_observation, stage_file, ... of one transaction.
class Staging {
 public:
  /// Creates them; they go with the transaction.
  explicit Staging(pg::Connection& database);

  void add(std::string const& table, StagedRow const& row);
  /// True the first time a key is given for a table: shared files and processings are staged once.
  bool first(std::string const& table, std::string const& key) { return seen_[table].insert(key).second; }
  /// Copies what is waiting if it is much.
  void flush_if_full();
  void flush();
  pg::Connection& database() { return database_; }

 private:
  struct Table {
    std::vector<std::string> columns;
    std::map<std::string, std::size_t, std::less<>> position;
    std::vector<pg::Parameters> waiting;
  };
  void copy(std::string const& name, Table& table);

  pg::Connection& database_;
  std::map<std::string, Table> tables_;
  std::map<std::string, std::set<std::string>> seen_;
  std::size_t waiting_ = 0;
};

/// Text that PostgreSQL can keep: UTF-8 as it is, other bytes as Latin-1 (what old headers are written in),
/// control characters as blanks.
std::string storable(std::string_view text);

}  // namespace catalog::ingest
