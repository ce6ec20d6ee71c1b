/// TAP's synchronous queries: /tap/sync by GET and POST.
#pragma once

#include <functional>

#include "uws/http/message.hpp"
#include "uws/tap/tap_answer.hpp"

namespace uws {

/// Who sent the request; throws a Refusal(401) for a wrong password or token. Anonymous: an empty name.
using Identify = std::function<std::string(http::Request const&)>;

class TapSync {
 public:
  /// All references outlive the object.
  TapSync(QueryRunner const& runner, TapSettings const& settings, Identify identify)
      : runner_(runner), settings_(settings), identify_(std::move(identify)) {}

  /// Errors come as a VOTable with QUERY_STATUS=ERROR where a VOTable was asked for, else as the negotiated
  /// text, with a status that says whose fault it is (DALI 1.1 section 5.2).
  http::Reply operator()(http::Request const& request) const;

 private:
  QueryRunner const& runner_;
  TapSettings const& settings_;
  Identify identify_;
};

/// The error document for the client's RESPONSEFORMAT.
http::Response tap_error(http::Request const& request, std::string const& response_format, int status,
                         std::string const& message);

}  // namespace uws
