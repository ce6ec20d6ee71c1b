/// What an HDF5 product says of itself in attributes of its root: docs/engine-json.md, "content_sum".
#pragma once

#include <string>

namespace engine {

/// SHA-256 over the datasets and attributes as they were written, without texts (history, provenance) and
/// without attributes about the making of the file.
inline constexpr char const* hdf5_content_sum = "CONTENT_SUM";

/// A text attribute of the root group; empty if the file has none, or cannot be read.
std::string hdf5_attribute(std::string const& path, std::string const& name);

}  // namespace engine
