/// The columns that expressions can refer to, found by name at once however many tables a query joins.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "catalog/adql/ast.hpp"
#include "catalog/adql/types.hpp"
#include "catalog/table/column.hpp"

namespace catalog::adql {

/// A column that an expression can refer to.
struct SourceColumn {
  std::string name;                      ///< without quotes
  std::shared_ptr<Column const> column;  ///< what goes to the answer, but for the name; never null
  Kind kind = Kind::unknown;
  std::string sql;  ///< t1."s_ra"
  bool indexed = false;
  int source = 0;  ///< the number of the source, unique in the whole query
};

/// Columns in their order, with an index of their names that grows as columns are added.
class ColumnList {
 public:
  ColumnList() = default;
  ColumnList(std::vector<SourceColumn> columns) : columns_(std::move(columns)) {}

  auto begin() const { return columns_.begin(); }
  auto end() const { return columns_.end(); }
  std::size_t size() const { return columns_.size(); }
  SourceColumn const& operator[](std::size_t i) const { return columns_[i]; }

  void append(ColumnList more);
  /// The columns at `taken` leave their places, and `merged` stand before all others.
  void replace(std::vector<std::size_t> const& taken, std::vector<SourceColumn> merged);

  /// All columns of that name, in their order; the pointers live until the list changes.
  std::vector<SourceColumn const*> named(Identifier const& name) const;

 private:
  std::vector<SourceColumn> columns_{};
  /// Positions by name in lower case, of the first indexed_ columns; made when the first name is looked up.
  mutable std::unordered_map<std::string, std::vector<std::size_t>> index_{};
  mutable std::size_t indexed_ = 0;
};

}  // namespace catalog::adql
