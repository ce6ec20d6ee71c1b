/// Small runs and maps for the tests of products.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "engine/model/counts_cube.hpp"
#include "engine/model/product.hpp"

namespace test_support {

/// Two H.E.S.S.-like runs in one time reference, with a cut flow that adds up.
engine::ProductSummary sample_summary();

/// 7 x 5 pixels around (83.63, 22.01) deg, two energy bins 1-10-100 TeV, nothing in it.
engine::CountsCube sample_cube(engine::MapFrame frame, engine::Projection projection);

std::string content_of(std::filesystem::path const& path);

}  // namespace test_support
