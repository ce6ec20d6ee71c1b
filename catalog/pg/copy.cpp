#include "catalog/pg/copy.hpp"

#include <algorithm>

#include <libpq-fe.h>

#include "catalog/pg/server_error.hpp"
#include "catalog/pg/session.hpp"
#include "engine/base/expects.hpp"

namespace catalog::pg {

namespace {

constexpr std::size_t chunk = 64 * 1024;

/// Manual, section "COPY", text format: what would end a cell or a row, and the escape character itself.
void append_escaped(std::string& out, std::string_view text) {
  for (char const c : text) switch (c) {
      case '\\': out += "\\\\"; break;
      case '\t': out += "\\t"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      default: out += c;
    }
}

}  // namespace

void append_copy_row(std::string& out, std::span<CopyIn::Cell const> cells, std::int64_t row_number) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += '\t';
    if (!cells[i]) {
      out += "\\N";
      continue;
    }
    if (cells[i]->find('\0') != std::string_view::npos)
      throw SqlFailure(engine::Fault::bad_data, "22021",
                       "cannot store a text: row " + std::to_string(row_number) + ", column " +
                           std::to_string(i + 1) + " (it has a NUL character) - remove it from the file");
    append_escaped(out, *cells[i]);
  }
  out += '\n';
}

CopyIn::~CopyIn() {
  if (session_) session_->finish();  // tells the server that the copy was abandoned
}

void CopyIn::row(std::span<Cell const> cells) {
  EXPECTS(session_);
  std::size_t const before = buffer_.size();
  try {
    append_copy_row(buffer_, cells, rows_ + 1);
  } catch (...) {
    buffer_.resize(before);
    throw;
  }
  ++rows_;
  if (buffer_.size() >= chunk) flush();
}

void CopyIn::row(Parameters const& cells) {
  std::vector<Cell> views;
  views.reserve(cells.size());
  for (auto const& cell : cells) views.push_back(cell ? Cell(*cell) : Cell());
  row(views);
}

void CopyIn::flush() {
  constexpr std::size_t most = std::size_t{1} << 30;  // libpq counts in int
  std::string_view rest = buffer_;
  for (; !rest.empty(); rest.remove_prefix(std::min(rest.size(), most)))
    if (PQputCopyData(session_->raw(), rest.data(), static_cast<int>(std::min(rest.size(), most))) != 1)
      throw connection_lost(session_->raw());
  buffer_.clear();
}

std::int64_t CopyIn::finish() {
  EXPECTS(session_);
  flush();
  std::shared_ptr<Session> const session = std::move(session_);
  if (PQputCopyEnd(session->raw(), nullptr) != 1) {
    SqlFailure const failure = connection_lost(session->raw());
    session->close();
    throw failure;
  }
  session->set_busy(false);
  try {
    return Result(session->only_result()).affected();
  } catch (SqlFailure const& failure) {
    // A value that does not fit comes from the data here, not from a request.
    if (failure.fault() != engine::Fault::bad_request) throw;
    throw SqlFailure(engine::Fault::bad_data, failure.sqlstate(), failure.what());
  }
}

}  // namespace catalog::pg
