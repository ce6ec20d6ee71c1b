/// From the configuration to what each part of the service wants to know.
#pragma once

#include "uws/async/admission.hpp"
#include "uws/daemon/config.hpp"
#include "uws/daemon/database.hpp"
#include "uws/http/server.hpp"
#include "uws/links/link_parts.hpp"
#include "uws/soda/soda_select.hpp"
#include "uws/tap/tap_answer.hpp"
#include "uws/tap/vosi.hpp"

namespace uws {

DatabaseOptions database_options(Config const& config, Log const& log);
TapSettings tap_settings(Config const& config);
EngineRules engine_rules(Config const& config);
TapDescription tap_description(Config const& config);
/// Without `user_of`.
LinkParts link_parts(Config const& config, catalog::pg::Pool& pool);
http::ServerOptions server_options(Config const& config, Log const& log);

UserLimits user_limits(Config const& config);
Limit execution_limit(Config const& config);  ///< seconds, of asynchronous queries
Limit retention_limit(Config const& config);  ///< seconds

/// The version of the program, as --version and the Server header say it.
std::string_view program_version();

}  // namespace uws
