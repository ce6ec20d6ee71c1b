/// The complete answer to one statement, in memory. For answers of unknown size use Connection::stream.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "catalog/pg/handles.hpp"

namespace catalog::pg {

class Result {
 public:
  explicit Result(ResultHandle handle);
  Result(Result&&) noexcept = default;
  Result& operator=(Result&&) noexcept = default;

  std::size_t rows() const;
  std::size_t columns() const;
  bool empty() const { return rows() == 0; }
  std::string_view column_name(std::size_t column) const;
  /// Failure(internal) if there is none of that name.
  std::size_t column(std::string_view name) const;

  /// PostgreSQL's text form, nothing for NULL; the view lives as long as the result.
  std::optional<std::string_view> cell(std::size_t row, std::size_t column) const;

  // Cells that cannot be NULL; a NULL, or a text that is no such value, is a Failure(internal) naming the
  // column.
  std::string text(std::size_t row, std::size_t column) const;
  std::int64_t integer(std::size_t row, std::size_t column) const;
  double real(std::size_t row, std::size_t column) const;  ///< "NaN", "Infinity" are values
  bool boolean(std::size_t row, std::size_t column) const;

  /// Rows inserted, updated, deleted or selected.
  std::int64_t affected() const;
  std::string_view command() const;  ///< PostgreSQL's tag: "SELECT 3", "COMMIT"

 private:
  std::string_view present(std::size_t row, std::size_t column) const;
  ResultHandle handle_;
};

}  // namespace catalog::pg
