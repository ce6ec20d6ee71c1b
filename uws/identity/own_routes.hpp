/// What users do with their own account and tokens. Internal to mount_identity().
#pragma once

#include <string>

#include "uws/http/message.hpp"
#include "uws/identity/identities.hpp"

namespace uws {

http::Reply show_account(Identities& identities, http::Request const& request);
http::Reply change_password(Identities& identities, http::Request const& request);
http::Reply show_tokens(Identities& identities, http::Request const& request);
http::Reply add_token(Identities& identities, http::Request const& request);
http::Reply end_token(Identities& identities, http::Request const& request, std::string const& id);

/// Throws http::Refusal (409) where there are as many as there may be.
void refuse_more_tokens(Identities& identities, catalog::pg::Connection& database, Account const& account);

}  // namespace uws
