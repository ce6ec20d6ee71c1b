/// Many rows into one table by COPY ... FROM STDIN, the fast way of ingest.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "catalog/pg/parameters.hpp"

namespace catalog::pg {

class Session;

/// Made by Connection::copy_in. Destroyed before finish(), it aborts: no row arrives (and a surrounding
/// transaction has failed, as after any error).
class CopyIn {
 public:
  using Cell = std::optional<std::string_view>;  ///< PostgreSQL's text input form, nothing for NULL

  explicit CopyIn(std::shared_ptr<Session> session) : session_(std::move(session)) {}
  ~CopyIn();
  CopyIn(CopyIn&& other) noexcept = default;
  CopyIn& operator=(CopyIn&&) = delete;

  /// Any text may be in a cell; it is escaped here. A NUL character, which PostgreSQL cannot store, is a
  /// Failure(bad_data) that names row and column.
  void row(std::span<Cell const> cells);
  void row(Parameters const& cells);

  /// Returns how many rows arrived. What the server does not accept (a bad number, invalid UTF-8, a violated
  /// constraint) is told here, with the row.
  std::int64_t finish();

 private:
  void flush();

  std::shared_ptr<Session> session_;  ///< null once finished
  std::string buffer_{};
  std::int64_t rows_ = 0;
};

/// One row of COPY's text format with its newline; see CopyIn::row.
void append_copy_row(std::string& out, std::span<CopyIn::Cell const> cells, std::int64_t row_number);

}  // namespace catalog::pg
