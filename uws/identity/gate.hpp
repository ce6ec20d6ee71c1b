/// What every request passes before it reaches a handler, and every answer on its way back.
#pragma once

#include "uws/http/message.hpp"
#include "uws/http/respond.hpp"
#include "uws/identity/identities.hpp"
#include "uws/identity/rate_table.hpp"

namespace uws {

/// In this order: how often this address may ask; who asks (401, 403, 429); how often this user may; whether
/// the user's own page sent a change (403); whether it is open without a name (401). The answer says
/// X-VO-Authenticated for known users, offers the ways to sign in on 401 and on /capabilities, keeps
/// answers for one user out of shared caches, takes the cookie of a dead session away, and disarms
/// documents that others made. Thread-safe.
class Gate {
 public:
  explicit Gate(Identities& identities);
  http::Reply operator()(http::Request const& request, http::Handle const& handler);

  /// Of one's own: how often a user, or an address without a name, may make a job, and whether it may at all.
  /// For JobPolicy::admit. Throws http::Refusal: 401, 429.
  void admit_job(User const& user);

 private:
  Account let_in(http::Request const& request);
  http::Reply refused(http::Request const& request, http::Refusal const& refusal) const;
  bool is_exempt(std::string const& address) const;
  void count(RateTable& table, std::string const& key, std::string const& what);

  Identities& identities_;
  RateTable users_, addresses_, jobs_of_users_, jobs_of_addresses_;
};

}  // namespace uws
