/// From the configuration to the rules of identity.
#pragma once

#include "uws/daemon/config.hpp"
#include "uws/identity/identity_rules.hpp"

namespace uws {

IdentityRules identity_rules(Config const& config);

}  // namespace uws
