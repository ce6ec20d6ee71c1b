/// Counting differences between numbers as they stream by.
#pragma once

#include <cmath>

#include "engine/io/compare_products.hpp"

namespace engine {

class ValueCounter {
 public:
  explicit ValueCounter(Tolerance tolerance, std::string column = {}) : tolerance_(tolerance) {
    found.column = std::move(column);
  }

  /// `told_apart`: they are stored as different whole numbers although a double cannot say so. True if they
  /// differ.
  bool add(double a, double b, bool told_apart = false) {
    ++found.compared;
    if (std::isfinite(a)) found.sum_a += a;
    if (std::isfinite(b)) found.sum_b += b;
    bool const equal = (a == b && !told_apart) || (std::isnan(a) && std::isnan(b));
    if (equal) return false;
    double const apart = std::abs(a - b);
    if (std::isfinite(apart)) {
      if (apart <= tolerance_.absolute + tolerance_.relative * std::abs(b) && !told_apart) return false;
      found.largest_absolute = std::max(found.largest_absolute, apart);
      if (b != 0) found.largest_relative = std::max(found.largest_relative, apart / std::abs(b));
    }
    ++found.different;
    return true;
  }

  /// Of things that are no numbers.
  bool add_plain(bool equal) {
    ++found.compared;
    found.numeric = false;
    if (!equal) ++found.different;
    return !equal;
  }

  ValueDifference found;

 private:
  Tolerance tolerance_;
};

}  // namespace engine
