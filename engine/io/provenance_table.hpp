/// The PROVENANCE table of a product, read back.
#pragma once

#include <optional>
#include <string>

namespace engine {

/// The document of format `format` ("PROV-JSON") in the file's HDU PROVENANCE (columns FORMAT, DOC); nothing
/// if the file has none. Failure(bad_data) for a file that is no FITS file or whose table is damaged.
std::optional<std::string> provenance_document(std::string const& path,
                                               std::string const& format = "PROV-JSON");

}  // namespace engine
