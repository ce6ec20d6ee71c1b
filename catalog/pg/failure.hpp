/// What PostgreSQL refused or could not do, in the grammar of our messages and with its SQLSTATE.
#pragma once

#include <string>

#include "engine/base/failure.hpp"

namespace catalog::pg {

/// The fault follows the SQLSTATE class (PostgreSQL manual, appendix A): a database that is gone, full or
/// starting is missing_resource (try again); a cancelled or timed-out statement is interrupted; a value that
/// does not fit its type is bad_request; a statement PostgreSQL does not understand is internal.
class SqlFailure : public engine::Failure {
 public:
  SqlFailure(engine::Fault fault, std::string sqlstate, std::string const& message)
      : Failure(fault, message), sqlstate_(std::move(sqlstate)) {}
  /// Five characters, "23505"; empty when the trouble was not told by the server (connection lost).
  std::string const& sqlstate() const { return sqlstate_; }

 private:
  std::string sqlstate_;
};

namespace sqlstate {
inline constexpr char const* unique_violation = "23505";
inline constexpr char const* foreign_key_violation = "23503";
inline constexpr char const* read_only = "25006";
inline constexpr char const* insufficient_privilege = "42501";
inline constexpr char const* undefined_table = "42P01";
inline constexpr char const* query_canceled = "57014";
}  // namespace sqlstate

}  // namespace catalog::pg
