#include "catalog/pg/result.hpp"

#include <charconv>

#include <libpq-fe.h>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"

namespace catalog::pg {

namespace {

std::size_t unsigned_of(int n) { return static_cast<std::size_t>(n); }

template <class Number>
Number number_of(std::string_view text, Result const& result, std::size_t column) {
  Number value{};
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size())
    throw engine::Failure(engine::Fault::internal, "database answer: column " +
                                                       std::string(result.column_name(column)) +
                                                       " is not such a number ('" + std::string(text) + "')");
  return value;
}

}  // namespace

Result::Result(ResultHandle handle) : handle_(std::move(handle)) { EXPECTS(handle_); }

std::size_t Result::rows() const { return unsigned_of(PQntuples(handle_.get())); }
std::size_t Result::columns() const { return unsigned_of(PQnfields(handle_.get())); }

std::string_view Result::column_name(std::size_t column) const {
  EXPECTS(column < columns());
  return PQfname(handle_.get(), static_cast<int>(column));
}

std::size_t Result::column(std::string_view name) const {
  for (std::size_t i = 0; i < columns(); ++i)
    if (column_name(i) == name) return i;
  throw engine::Failure(engine::Fault::internal, "database answer: no column " + std::string(name));
}

std::optional<std::string_view> Result::cell(std::size_t row, std::size_t column) const {
  EXPECTS(row < rows() && column < columns());
  int const r = static_cast<int>(row), c = static_cast<int>(column);
  if (PQgetisnull(handle_.get(), r, c)) return std::nullopt;
  return std::string_view(PQgetvalue(handle_.get(), r, c), unsigned_of(PQgetlength(handle_.get(), r, c)));
}

std::string_view Result::present(std::size_t row, std::size_t column) const {
  if (auto const value = cell(row, column)) return *value;
  throw engine::Failure(
      engine::Fault::internal,
      "database answer: column " + std::string(column_name(column)) + " is unexpectedly NULL");
}

std::string Result::text(std::size_t row, std::size_t column) const {
  return std::string(present(row, column));
}

std::int64_t Result::integer(std::size_t row, std::size_t column) const {
  return number_of<std::int64_t>(present(row, column), *this, column);
}

double Result::real(std::size_t row, std::size_t column) const {
  return number_of<double>(present(row, column), *this, column);
}

bool Result::boolean(std::size_t row, std::size_t column) const {
  std::string_view const text = present(row, column);
  if (text == "t") return true;
  if (text == "f") return false;
  throw engine::Failure(
      engine::Fault::internal,
      "database answer: column " + std::string(column_name(column)) + " is not a truth value");
}

std::int64_t Result::affected() const {
  std::string_view const text = PQcmdTuples(handle_.get());
  std::int64_t count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

std::string_view Result::command() const { return PQcmdStatus(handle_.get()); }

}  // namespace catalog::pg
