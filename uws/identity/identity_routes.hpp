/// The resources with which users sign in and out and look after their tokens.
#pragma once

#include "uws/http/route.hpp"
#include "uws/identity/identities.hpp"

namespace uws {

/// GET, POST /login; POST /login/bearer (IVOA AuthVO); GET, POST /logout; GET /account, POST
/// /account/password; GET, POST /tokens; DELETE and POST ACTION=DELETE /tokens/{id}. `identities` outlives
/// the router.
void mount_identity(http::Router& router, Identities& identities);

}  // namespace uws
