/// What is wrong with a set-up: decided from facts alone.
#pragma once

#include "engine/app/selftest_report.hpp"

namespace engine {

/// Fills refusals (jobs would fail, or be wrong) and warnings (jobs would be slow, or hard to understand), in
/// an order that does not depend on ranks.
void judge(SelftestReport& report);

}  // namespace engine
