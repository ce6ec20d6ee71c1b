/// The pages for people: sign in, sign out, tokens, the account. They work without JavaScript.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "uws/http/message.hpp"
#include "uws/identity/account.hpp"
#include "uws/identity/accounts.hpp"
#include "uws/identity/identity_rules.hpp"
#include "uws/identity/tokens.hpp"

namespace uws {

/// `next`: a path of the service to which the login leads.
http::Response login_page(http::Request const& request, int status, std::string_view message,
                          std::string_view next, ProxyRules const& proxy);
http::Response signed_in_page(http::Request const& request, Account const& account);
/// `made`: a token to show, this once.
http::Response tokens_page(http::Request const& request, Account const& account,
                           std::vector<TokenRow> const& tokens, std::optional<NewToken> const& made);
http::Response account_page(http::Request const& request, Account const& account, AccountRow const& row,
                            std::string_view message);

/// Never kept by anybody.
http::Response private_page(int status, std::string body);

}  // namespace uws
