/// Comparing two HDUs of one kind. Private to compare_*.cpp.
#pragma once

#include <set>
#include <string>

#include "engine/io/compare_products.hpp"
#include "engine/io/fits_file.hpp"

namespace engine {

struct HduSide {
  FitsFile& file;
  int hdu;
  FitsHeader const& header() const { return file.header(hdu); }
};

/// Keywords by their values, 1 and 1.0 being equal; `left_out` are not looked at.
void compare_headers(HduSide const& a, HduSide const& b, Tolerance tolerance,
                     std::set<std::string> const& left_out, HduComparison& out);
void compare_images(HduSide const& a, HduSide const& b, Tolerance tolerance, HduComparison& out);
/// Column by column, found by name; those named in `left_out` are not looked at.
void compare_tables(HduSide const& a, HduSide const& b, Tolerance tolerance,
                    std::set<std::string> const& left_out, HduComparison& out);

}  // namespace engine
