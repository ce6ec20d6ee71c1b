/// The JSON forms of accounts and tokens, and bodies that come as JSON.
#pragma once

#include <string>
#include <vector>

#include "uws/http/form.hpp"
#include "uws/http/message.hpp"
#include "uws/identity/account.hpp"
#include "uws/identity/accounts.hpp"
#include "uws/identity/tokens.hpp"

namespace uws {

/// The fields of a body: a form, or one flat JSON object (numbers and truths as their text). The query is
/// left out: what stands there is written into logs. Throws http::Refusal (400).
http::Parameters fields_of(http::Request const& request);
/// One of them; empty if it is not there.
std::string field_in(http::Parameters const& fields, std::string_view name);

/// {"user": null} for nobody; else name, role, what it may do, collections.
std::string account_json(Account const& account, AccountRow const* row);
std::string tokens_json(Account const& account, std::vector<TokenRow> const& tokens);
std::string new_token_json(NewToken const& made, std::string const& label);
std::string session_json(Account const& account, NewToken const& session);

/// A reply that nobody keeps.
http::Response private_json(int status, std::string body);

}  // namespace uws
