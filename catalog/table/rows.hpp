/// Rows on their way from somewhere (a query, a list in memory) to an encoder, one at a time.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/table/column.hpp"

namespace catalog {

/// How the bytes of a cell are to be read: as PostgreSQL's text output, or as its binary (big-endian) one.
/// Binary cells go into BINARY2 and FITS as they are, text cells into TABLEDATA and CSV.
enum class CellFormat { text, binary };

class RowSource {
 public:
  virtual ~RowSource() = default;
  virtual std::vector<Column> const& columns() const = 0;
  virtual CellFormat format() const = 0;
  /// Steps to the next row (the first call: to the first); false behind the last. May block; throws Failure.
  virtual bool next() = 0;
  /// The cell of the present row, nothing for NULL. Valid until the next call of next().
  virtual std::optional<std::string_view> cell(std::size_t column) const = 0;
};

/// Rows that are there already: DataLink answers, SCS errors, tests. Cells are PostgreSQL text.
class MemoryRows : public RowSource {
 public:
  using Row = std::vector<std::optional<std::string>>;
  MemoryRows(std::vector<Column> columns, std::vector<Row> rows)
      : columns_(std::move(columns)), rows_(std::move(rows)) {}

  std::vector<Column> const& columns() const override { return columns_; }
  CellFormat format() const override { return CellFormat::text; }
  bool next() override { return next_ < rows_.size() ? (++next_, true) : false; }
  std::optional<std::string_view> cell(std::size_t column) const override {
    auto const& value = rows_[next_ - 1][column];
    return value ? std::optional<std::string_view>(*value) : std::nullopt;
  }

 private:
  std::vector<Column> columns_;
  std::vector<Row> rows_;
  std::size_t next_ = 0;
};

}  // namespace catalog
