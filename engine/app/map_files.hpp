/// Which files a map job makes, and the making of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/app/map_counts.hpp"
#include "engine/app/map_request.hpp"
#include "engine/app/outputs.hpp"
#include "engine/model/product.hpp"

namespace engine {

/// "<prefix>[<target>_][run_<id>_]": what the names of one set of maps begin with.
std::string map_stem(std::string const& prefix, MapTarget const& target, std::optional<std::int64_t> run);

std::vector<Product> map_products(MapJob const& job, DataSet const& set, std::string const& prefix);

/// Writes image, cube and pictures of one cube to where `outputs` stages them.
void write_map(MapJob const& job, MapTarget const& target, CountsCube const& cube,
               ProductSummary const& summary, std::string const& stem, Outputs const& outputs);

}  // namespace engine
