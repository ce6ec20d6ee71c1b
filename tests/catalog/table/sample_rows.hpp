/// A table with every datatype and the values that break writers, as PostgreSQL would send it in either form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "catalog/table/rows.hpp"

namespace test_tables {

using Reals = std::vector<std::optional<double>>;
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string, Reals>;
using ValueRow = std::vector<Value>;

std::vector<catalog::Column> sample_columns();
std::vector<ValueRow> sample_rows();

/// PostgreSQL's output of a value of that column.
std::optional<std::string> as_postgres(Value const& value, catalog::Column const& column,
                                       catalog::CellFormat format);

/// Rows of a given form; `repeat` times over, without holding more than one set.
class TypedRows : public catalog::RowSource {
 public:
  TypedRows(std::vector<catalog::Column> columns, std::vector<ValueRow> const& rows,
            catalog::CellFormat format, std::size_t repeat = 1);
  std::vector<catalog::Column> const& columns() const override { return columns_; }
  catalog::CellFormat format() const override { return format_; }
  bool next() override;
  std::optional<std::string_view> cell(std::size_t column) const override;

 private:
  std::vector<catalog::Column> columns_;
  catalog::CellFormat format_;
  std::vector<std::vector<std::optional<std::string>>> cells_;
  std::size_t next_ = 0, end_;
};

}  // namespace test_tables
