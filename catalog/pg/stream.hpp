/// The answer to one statement, row by row as the server makes it: memory does not grow with the answer.
#pragma once

#include <memory>
#include <vector>

#include "catalog/pg/handles.hpp"
#include "catalog/pg/parameters.hpp"
#include "catalog/table/rows.hpp"

namespace catalog::pg {

class Session;

/// Made by Connection::stream; the connection must outlive it and can do nothing else meanwhile. Destroyed
/// before its end, it cancels the statement, so that the connection is free again (or closed, if it cannot
/// be).
class RowStream : public RowSource {
 public:
  RowStream(std::shared_ptr<Session> session, CellFormat format, std::vector<Column> columns);
  ~RowStream() override;
  RowStream(RowStream const&) = delete;
  RowStream& operator=(RowStream const&) = delete;

  std::vector<Column> const& columns() const override { return columns_; }
  CellFormat format() const override { return format_; }
  bool next() override;
  std::optional<std::string_view> cell(std::size_t column) const override;

 private:
  void fetch();
  void check_columns();

  std::shared_ptr<Session> session_;
  CellFormat format_;
  std::vector<Column> columns_;
  ResultHandle row_{};
  bool primed_ = false;  ///< row_ was fetched ahead and next() has not been called for it
  bool checked_ = false, ended_ = false;
};

}  // namespace catalog::pg
