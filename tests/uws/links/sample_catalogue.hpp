/// A small catalogue for the tests of links: runs whose files are there, a closed collection, a hidden one.
#pragma once

#include <filesystem>
#include <string>

#include "catalog/pg/connection.hpp"

namespace link_tests {

/// Files are written below `folder`. Collections: "open-dr1" (runs 1 bundle in one file, 2 in several files,
/// a picture and a counts image made of run 1), "closed" (proprietary; member "pi"), "hidden" (rows not even
/// listed).
void fill_catalogue(catalog::pg::Connection& connection, std::filesystem::path const& folder);

}  // namespace link_tests
