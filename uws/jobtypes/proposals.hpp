/// Job types that users propose and administrators validate; kept in store.job_type.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/pg/pool.hpp"
#include "jobs/types/job_type.hpp"
#include "uws/async/job_policy.hpp"

namespace uws {

struct Proposal {
  jobs::JobType type{};  ///< with its state
  std::string definition{};
  std::string proposer{}, reason{};
  std::string created{}, decided{}, decided_by{};  ///< ISO 8601 UTC; empty: not yet
};

/// Of one name there is at most one proposal that waits or was refused, beside at most one that is valid. All
/// of a name come from one user. Throws http::Refusal for what may not be, Failure(missing_resource) without
/// a database.
class Proposals {
 public:
  explicit Proposals(catalog::pg::Pool& pool) : pool_(pool) {}

  /// For JobTypeSources::proposals: the validated ones.
  std::vector<jobs::JobType> valid() const;
  /// Those that wait or were refused and that this user may see: his own; an administrator: all.
  std::vector<Proposal> waiting(User const& user) const;
  /// nothing: there is none, or none that this user may see.
  std::optional<Proposal> waiting(User const& user, std::string_view name) const;

  /// Replaces an earlier one that was not accepted.
  void propose(User const& user, jobs::JobType const& type, std::string const& definition) const;
  /// An administrator's word on the one that waits; false: there is none.
  bool decide(User const& user, std::string_view name, jobs::TypeState state,
              std::string const& reason) const;
  /// The proposer's own that was not accepted; an administrator's: whatever there is, the valid one too.
  bool withdraw(User const& user, std::string_view name) const;

 private:
  catalog::pg::Pool& pool_;
};

/// For JobTypeSources::proposals.
std::vector<jobs::JobType> validated_proposals(catalog::pg::Pool& pool);

}  // namespace uws
