/// The administration of the service: pages without JavaScript for people, JSON for scripts, by Accept.
#pragma once

#include "uws/admin/admin_parts.hpp"
#include "uws/http/route.hpp"

namespace uws {

/// /admin and below: users, collections, jobs, products, disk, health, audit. Everybody gets what the role
/// (uws/identity/role.hpp), or the standing on a collection, allows; all that is done is noted in the audit
/// log. Changes are POSTs of a form, or of one flat JSON object, with ACTION.
void mount_admin(http::Router& router, AdminParts parts);

}  // namespace uws
