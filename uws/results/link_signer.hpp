/// Links to results that need no login, for a while: for TOPCAT, Aladin and other tools without cookies.
#pragma once

#include <string>
#include <string_view>

#include "catalog/pg/pool.hpp"
#include "jobs/job.hpp"

namespace uws {

/// HMAC-SHA256 (RFC 2104) as lower-case hexadecimal.
std::string hmac_sha256(std::string_view key, std::string_view message);
/// Takes the same time for all texts of one length.
bool same_secret(std::string_view a, std::string_view b);

/// The key of this service: made once, kept in store.setting, the same for all daemons of one database.
std::string link_key(catalog::pg::Pool& pool);

class LinkSigner {
 public:
  explicit LinkSigner(std::string key) : key_(std::move(key)) {}

  /// "<expiry in seconds since 1970>-<signature>", a path segment. Covers the job, its result, and the
  /// expiry.
  std::string token(jobs::Job const& job, std::string_view result, jobs::Instant expires) const;

  enum class Verdict { good, expired, wrong };
  Verdict check(std::string_view token, std::string_view list, std::string_view job, std::string_view result,
                jobs::Instant now) const;

 private:
  std::string signature(std::string_view list, std::string_view job, std::string_view result,
                        std::string_view expires) const;
  std::string key_;
};

}  // namespace uws
