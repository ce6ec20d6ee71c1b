#include "catalog/pg/server_error.hpp"

#include <array>
#include <cstdlib>

#include <libpq-fe.h>

#include "engine/base/text.hpp"

namespace catalog::pg {

namespace {

using engine::Fault;

/// The longest prefix that fits decides.
struct StateRow {
  std::string_view prefix;
  Fault fault;
  std::string_view what;    ///< begins the message
  std::string_view advice;  ///< ends it, unless the server has a hint
};

constexpr std::array rows{
    StateRow{"57014", Fault::interrupted, "statement stopped", ""},
    StateRow{"25P03", Fault::missing_resource, "session ended by the database", "try again"},
    StateRow{"25006", Fault::missing_resource, "database is read-only", "is this a standby?"},
    StateRow{"40", Fault::missing_resource, "statement met a concurrent change", "try again"},
    StateRow{"55P03", Fault::missing_resource, "statement met a lock", "try again"},
    StateRow{"08", Fault::missing_resource, "database connection failed", "try again"},
    StateRow{"57P", Fault::missing_resource, "database went away", "it may be restarting; try again"},
    StateRow{"53100", Fault::missing_resource, "database has no space left", "free disk space"},
    StateRow{"53", Fault::missing_resource, "database is out of resources", "try again later"},
    StateRow{"58", Fault::missing_resource, "database met a system error", "see the log of PostgreSQL"},
    StateRow{"XX", Fault::missing_resource, "database met an internal error", "see the log of PostgreSQL"},
    StateRow{"28", Fault::missing_resource, "database does not admit us", "check user and password"},
    StateRow{"3D", Fault::missing_resource, "no such database", "check the connection string"},
    StateRow{"42501", Fault::missing_resource, "database does not permit this", "grant the right"},
    StateRow{"54", Fault::bad_request, "statement is too large or too deep", "make it smaller"},
    StateRow{"22", Fault::bad_request, "value not accepted", ""},
    StateRow{"42", Fault::internal, "statement not accepted", ""},
    StateRow{"23", Fault::internal, "row not accepted", ""},
};
constexpr StateRow other{"", Fault::internal, "statement failed", ""};

StateRow const& row_of(std::string_view sqlstate) {
  for (StateRow const& row : rows)
    if (sqlstate.starts_with(row.prefix)) return row;
  return other;
}

std::string field(pg_result const* result, int code) {
  char const* const text = PQresultErrorField(result, code);
  return text ? one_line(text) : std::string{};
}

/// Of a call stack the innermost place is enough, and for COPY it has the line and the column.
std::string place(pg_result const* result) {
  char const* const context = PQresultErrorField(result, PG_DIAG_CONTEXT);
  if (!context) return {};
  std::string_view const text = context;
  std::string first = one_line(text.substr(0, text.find('\n')));
  if (first.size() > 300) first = first.substr(0, 300) + "...";
  return first;
}

std::string in_parentheses(pg_result const* result, std::string const& sqlstate, std::string_view where) {
  std::vector<std::string> parts;
  for (std::string part : {std::string(where), place(result), field(result, PG_DIAG_MESSAGE_DETAIL)}) {
    while (part.ends_with('.')) part.pop_back();
    if (!part.empty()) parts.push_back(std::move(part));
  }
  if (!sqlstate.empty()) parts.push_back("SQLSTATE " + sqlstate);
  return parts.empty() ? std::string{} : " (" + engine::joined(parts, "; ") + ")";
}

std::string advice(pg_result const* result, StateRow const& row) {
  std::string hint = field(result, PG_DIAG_MESSAGE_HINT);
  while (hint.ends_with('.')) hint.pop_back();
  if (hint.empty()) hint = row.advice;
  return hint.empty() ? hint : " - " + hint;
}

std::string stopped(std::string const& primary) {
  // The server tells the two apart in words only; the words may be translated, then they are shown as they
  // are.
  if (primary.find("statement timeout") != std::string::npos)
    return "statement stopped: it ran into the time limit (SQLSTATE 57014) - ask for less, or allow more "
           "time";
  if (primary.find("user request") != std::string::npos)
    return "statement stopped: it was cancelled (SQLSTATE 57014)";
  return "statement stopped: " + primary + " (SQLSTATE 57014)";
}

}  // namespace

engine::Fault fault_of(std::string_view sqlstate) { return row_of(sqlstate).fault; }

std::string one_line(std::string_view report) {
  std::string out;
  for (std::string const& line : engine::split(report, '\n'))
    if (!line.empty()) out += (out.empty() ? "" : "; ") + line;
  return out;
}

SqlFailure server_failure(pg_result const* result, std::string_view where) {
  std::string const sqlstate = field(result, PG_DIAG_SQLSTATE);
  std::string primary = field(result, PG_DIAG_MESSAGE_PRIMARY);
  if (primary.empty()) primary = one_line(PQresultErrorMessage(result));
  if (sqlstate == "57014") return {Fault::interrupted, sqlstate, stopped(primary)};
  if (sqlstate.empty())  // made by libpq itself
    return {Fault::missing_resource, {}, "database connection lost: " + primary + " - try again"};
  StateRow const& row = row_of(sqlstate);
  return {
      row.fault, sqlstate,
      std::string(row.what) + ": " + primary + in_parentheses(result, sqlstate, where) + advice(result, row)};
}

SqlFailure cannot_connect(pg_conn const* connection) {
  return {
      Fault::missing_resource, {}, "cannot connect to the database: " + one_line(PQerrorMessage(connection))};
}

SqlFailure connection_lost(pg_conn const* connection) {
  std::string const why = connection ? one_line(PQerrorMessage(connection)) : std::string{};
  return {
      Fault::missing_resource,
      {},
      "database connection lost" + (why.empty() ? "" : ": " + why) + " - it may be restarting; try again"};
}

int line_of_error(pg_result const* result, std::string_view sql) {
  char const* const text = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
  long characters = text ? std::strtol(text, nullptr, 10) : 0;  // counted in characters from 1
  if (characters < 1) return 0;
  int line = 1;
  for (char const c : sql) {
    bool const starts_character = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    if (starts_character && --characters == 0) break;
    if (c == '\n') ++line;
  }
  return line;
}

}  // namespace catalog::pg
