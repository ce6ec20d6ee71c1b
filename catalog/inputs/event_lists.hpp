/// What a file that did not come through the catalogue is, told by its headers alone.
#pragma once

#include <filesystem>

namespace catalog {

/// A FITS file with an EVENTS table. False for everything else, also for what cannot be read: an upload may
/// be anything. Of a gzipped file no more than its first half megabyte is inflated, in which the table has to
/// begin.
bool is_event_list(std::filesystem::path const& file);

bool is_gzipped(std::filesystem::path const& file);  ///< by its first bytes
bool is_fits_name(std::filesystem::path const& file);
bool is_index_name(std::filesystem::path const& file);  ///< would the engine take it for an index table?

}  // namespace catalog
