/// What a FITS product says about the sky, as one sum: docs/engine-json.md, "content_sum".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace engine {

struct HduContent {
  std::string name;                     ///< EXTNAME; empty for most primary HDUs
  std::int64_t version = 1;             ///< EXTVER
  std::string type;                     ///< "image", "table", "none" (no data)
  std::string datasum;                  ///< its keyword
  std::string data_sha256;              ///< of the data unit
  std::optional<std::uint64_t> rows{};  ///< of tables
};

struct FitsContent {
  std::vector<HduContent> hdus;
  std::string sum;              ///< equal exactly when the science content is
  std::string product_id = {};  ///< CTA PRODUCT ID of the primary header; empty if it has none
};

FitsContent content_of_fits(std::string const& path);

/// A keyword about the making of a file rather than what is in it. HIERARCH keywords without that word.
bool is_about_making(std::string const& keyword);

}  // namespace engine
