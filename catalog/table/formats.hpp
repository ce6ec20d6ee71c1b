/// RESPONSEFORMAT (DALI 1.1 section 3.4.3): which words and media types mean which output.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/table/table_encoder.hpp"

namespace catalog {

struct Format {
  Serialization serialization = Serialization::votable_tabledata;
  std::string content_type;  ///< of the answer: what the client named, in full
  std::string extension;     ///< with the dot: ".vot", ".fits"
};

/// Upper and lower case, and blanks around ';', do not matter. Nothing: no such format. An empty word is
/// VOTable.
std::optional<Format> format_of(std::string_view responseformat);

/// A row of the capabilities (TAPRegExt 1.0 section 2.4, outputFormat).
struct DeclaredFormat {
  std::string mime;
  std::vector<std::string> aliases;
  std::string ivo_id{};  ///< "ivo://ivoa.net/std/TAPRegExt#output-votable-td", ...
};
std::vector<DeclaredFormat> const& declared_formats();

}  // namespace catalog
