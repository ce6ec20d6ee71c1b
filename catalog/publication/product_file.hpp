/// What the file of a product says of itself.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace catalog {

struct ProductFile {
  std::string media_type{};
  std::string kind{};                              ///< of store.product_kind; empty: the file does not say
  bool is_picture = false;                         ///< a preview, no dataset of its own
  std::optional<double> s_ra{}, s_dec{}, s_fov{};  ///< degrees, ICRS; s_fov: the circle around it
  std::vector<double> s_region{};                  ///< 3 numbers: a circle, more: corners (DALI)
  std::optional<std::int64_t> s_xel1{}, s_xel2{}, em_xel{}, ev_xel{};
  std::optional<double> energy_min_tev{}, energy_max_tev{};  ///< of the edges of its energy bins
};

/// Failure(bad_data) for a file with a FITS name that is none.
ProductFile describe_product(std::filesystem::path const& file, std::string const& media_type);

}  // namespace catalog
