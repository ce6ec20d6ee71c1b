/// The cut flow of a job as a table for people.
#pragma once

#include <cstddef>
#include <string>

#include "engine/model/product.hpp"

namespace engine {

/// One line per run, at most `runs_shown`, then how many are not shown, then the totals. Cuts that removed
/// nothing anywhere have no column. Runs that were left out follow with their reasons.
std::string cut_flow_table(ProductSummary const& summary, std::size_t runs_shown = 20);

}  // namespace engine
