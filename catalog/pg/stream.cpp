#include "catalog/pg/stream.hpp"

#include <libpq-fe.h>

#include "catalog/pg/binary_types.hpp"
#include "catalog/pg/server_error.hpp"
#include "catalog/pg/session.hpp"
#include "engine/base/expects.hpp"

namespace catalog::pg {

RowStream::RowStream(std::shared_ptr<Session> session, CellFormat format, std::vector<Column> columns)
    : session_(std::move(session)), format_(format), columns_(std::move(columns)) {
  session_->set_busy(true);
  PQsetSingleRowMode(session_->raw());
  fetch();
  primed_ = !ended_;
}

RowStream::~RowStream() {
  if (!ended_) session_->abandon();
}

void RowStream::fetch() {
  row_.reset(PQgetResult(session_->raw()));
  switch (PQresultStatus(row_.get())) {
    case PGRES_SINGLE_TUPLE:
      if (!checked_) check_columns();
      return;
    case PGRES_TUPLES_OK:
    case PGRES_COMMAND_OK:
      if (!checked_) check_columns();
      ended_ = true;
      return session_->finish();
    case PGRES_FATAL_ERROR: {
      ended_ = true;
      SqlFailure const failure = server_failure(row_.get());
      session_->finish();
      throw failure;
    }
    case PGRES_EMPTY_QUERY:
    case PGRES_COPY_OUT:
    case PGRES_COPY_IN:
    case PGRES_BAD_RESPONSE:
    case PGRES_NONFATAL_ERROR:
    case PGRES_COPY_BOTH:
    case PGRES_PIPELINE_SYNC:
    case PGRES_PIPELINE_ABORTED: break;
  }
  ended_ = true;
  bool const lost = !session_->open();
  SqlFailure const failure =
      lost ? connection_lost(session_->raw())
           : SqlFailure(engine::Fault::internal, {}, "statement not accepted: it has no rows");
  session_->abandon();
  throw failure;
}

void RowStream::check_columns() {
  checked_ = true;
  auto const count = static_cast<std::size_t>(PQnfields(row_.get()));
  if (columns_.empty())
    for (std::size_t i = 0; i < count; ++i)
      columns_.push_back({.name = PQfname(row_.get(), static_cast<int>(i)), .arraysize = "*"});
  std::string problem;
  if (count != columns_.size())
    problem = std::to_string(count) + " columns where " + std::to_string(columns_.size()) + " were announced";
  for (std::size_t i = 0; problem.empty() && format_ == CellFormat::binary && i < count; ++i)
    if (Oid const type = PQftype(row_.get(), static_cast<int>(i)); !delivers(type, columns_[i]))
      problem = "column " + columns_[i].name + " announced as " +
                std::string(votable_word(columns_[i].datatype)) + " has another type (oid " +
                std::to_string(type) + ")";
  if (problem.empty()) return;
  ended_ = true;
  session_->abandon();
  throw engine::Failure(engine::Fault::internal, "database answer not as announced: " + problem);
}

bool RowStream::next() {
  if (primed_) {
    primed_ = false;
    return true;
  }
  if (!ended_) fetch();
  return !ended_;
}

std::optional<std::string_view> RowStream::cell(std::size_t column) const {
  EXPECTS(!ended_ && !primed_ && column < columns_.size());
  int const c = static_cast<int>(column);
  if (PQgetisnull(row_.get(), 0, c)) return std::nullopt;
  return std::string_view(PQgetvalue(row_.get(), 0, c),
                          static_cast<std::size_t>(PQgetlength(row_.get(), 0, c)));
}

}  // namespace catalog::pg
