/// The parts of a collection file that are lists of mappings. Private to its reader.
#pragma once

#include "catalog/ingest/collection.hpp"
#include "catalog/ingest/yaml_mapping.hpp"

namespace catalog::ingest {

HeaderOverride read_override(YamlMapping& from);
RunGroup read_group(YamlMapping& from);
Project read_project(YamlMapping& from);
ArrayConfiguration read_array(YamlMapping& from);
/// `folder`: what the name of the file is relative to.
DeclaredProduct read_product(YamlMapping& from, std::string const& folder);

/// A date or date with time (ISO 8601, UTC unless it says otherwise), or nothing.
std::optional<engine::Time> read_time(YamlMapping& from, std::string const& key);
/// YYYY-MM-DD as it stands, or empty.
std::string read_date(YamlMapping& from, std::string const& key);

}  // namespace catalog::ingest
