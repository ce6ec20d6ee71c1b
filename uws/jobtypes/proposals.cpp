#include "uws/jobtypes/proposals.hpp"

#include "catalog/pg/transaction.hpp"
#include "jobs/types/job_type_json.hpp"
#include "uws/http/respond.hpp"

namespace uws {

namespace {

using http::Refusal;
using jobs::TypeState;

constexpr std::int64_t most_waiting = 50;  ///< of one user

/// One change of a name at a time, whatever the number of daemons.
constexpr auto lock_sql = "SELECT pg_advisory_xact_lock(hashtext('store.job_type'), hashtext($1))";

constexpr auto waiting_sql = R"(
SELECT name, definition, proposer, state, reason, to_char(created AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       coalesce(to_char(decided AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), ''), coalesce(decided_by, '')
FROM store.job_type WHERE state IN ('pending', 'refused') AND (proposer = $1 OR $2::boolean) AND ($3 = '' OR name = $3)
ORDER BY name, id)";

/// What was in order when it was proposed may no longer be for this release: it is then nothing.
std::optional<jobs::JobType> type_of(std::string const& definition, std::string const& proposer) {
  auto read = jobs::read_job_types(definition, jobs::Dialect::strict, "proposed by " + proposer);
  if (read.types.size() != 1) return std::nullopt;
  return std::move(read.types.front());
}

std::vector<Proposal> read_waiting(catalog::pg::Pool& pool, User const& user, std::string_view name) {
  auto connection = pool.take();
  auto const rows = connection->run(
      waiting_sql, {user.name, std::string(user.administrator ? "true" : "false"), std::string(name)});
  std::vector<Proposal> out;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    Proposal proposal{.definition = rows.text(i, 1), .proposer = rows.text(i, 2)};
    auto type = type_of(proposal.definition, proposal.proposer);
    proposal.type = type ? std::move(*type) : jobs::JobType{.name = rows.text(i, 0)};
    proposal.type.state = rows.text(i, 3) == "refused" ? TypeState::refused : TypeState::pending;
    proposal.reason = rows.text(i, 4);
    proposal.created = rows.text(i, 5);
    proposal.decided = rows.text(i, 6);
    proposal.decided_by = rows.text(i, 7);
    out.push_back(std::move(proposal));
  }
  return out;
}

}  // namespace

std::vector<jobs::JobType> Proposals::valid() const {
  auto connection = pool_.take();
  auto const rows =
      connection->run("SELECT definition, proposer FROM store.job_type WHERE state = 'valid' ORDER BY name");
  std::vector<jobs::JobType> out;
  for (std::size_t i = 0; i < rows.rows(); ++i)
    if (auto type = type_of(rows.text(i, 0), rows.text(i, 1))) out.push_back(std::move(*type));
  return out;
}

std::vector<Proposal> Proposals::waiting(User const& user) const {
  if (user.name.empty() && !user.administrator) return {};
  return read_waiting(pool_, user, "");
}

std::optional<Proposal> Proposals::waiting(User const& user, std::string_view name) const {
  if (name.empty() || (user.name.empty() && !user.administrator)) return std::nullopt;
  auto found = read_waiting(pool_, user, name);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

void Proposals::propose(User const& user, jobs::JobType const& type, std::string const& definition) const {
  auto connection = pool_.take();
  catalog::pg::Transaction transaction(*connection);
  connection->run(lock_sql, {type.name});
  auto const taken = connection->run(
      "SELECT 1 FROM store.job_type WHERE name = $1 AND proposer <> $2 AND state <> 'replaced'",
      {type.name, user.name});
  if (!taken.empty()) throw Refusal(409, "the name '" + type.name + "' is taken - choose another");
  connection->run("DELETE FROM store.job_type WHERE name = $1 AND state IN ('pending', 'refused')",
                  {type.name});
  auto const count = connection->run(
      "SELECT count(*) FROM store.job_type WHERE proposer = $1 AND state = 'pending'", {user.name});
  if (count.integer(0, 0) >= most_waiting)
    throw Refusal(429, "too many proposals of yours are waiting: " + std::to_string(most_waiting) +
                           " are allowed - withdraw one, or wait for the administrator");
  connection->run("INSERT INTO store.job_type (name, definition, proposer) VALUES ($1, $2, $3)",
                  {type.name, definition, user.name});
  transaction.commit();
}

bool Proposals::decide(User const& user, std::string_view name, TypeState state,
                       std::string const& reason) const {
  auto connection = pool_.take();
  catalog::pg::Transaction transaction(*connection);
  std::string const subject(name), word = state == TypeState::valid ? "valid" : "refused";
  connection->run(lock_sql, {subject});
  auto const waiting = connection->run(
      "SELECT id FROM store.job_type WHERE name = $1 AND state IN ('pending', 'refused')", {subject});
  if (waiting.empty()) return false;
  if (state == TypeState::valid)
    connection->run("UPDATE store.job_type SET state = 'replaced' WHERE name = $1 AND state = 'valid'",
                    {subject});
  connection->run(
      "UPDATE store.job_type SET state = $2, reason = $3, decided = now(), decided_by = $4 WHERE id = $1",
      {waiting.text(0, 0), word, reason, user.name});
  transaction.commit();
  return true;
}

bool Proposals::withdraw(User const& user, std::string_view name) const {
  auto connection = pool_.take();
  auto const gone = connection->run(
      "DELETE FROM store.job_type WHERE name = $1 AND ((state IN ('pending', 'refused') AND proposer = $2) "
      "OR ($3::boolean AND state <> 'replaced'))",
      {std::string(name), user.name, std::string(user.administrator ? "true" : "false")});
  return gone.affected() > 0;
}

std::vector<jobs::JobType> validated_proposals(catalog::pg::Pool& pool) { return Proposals(pool).valid(); }

}  // namespace uws
