/// From a value to its place on the palette, and the marks of the colour bar.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace engine {

enum class Stretch { linear, square_root, logarithmic };

struct ValueRange {
  double min = 0, max = 1;
};

class ColourScale {  // min < max, both finite; above 0 where logarithmic
 public:
  /// Nothing for a range: from zero (the smallest value, if that is negative; the smallest positive value
  /// where logarithmic) to the largest of the finite values.
  ColourScale(Stretch stretch, std::optional<ValueRange> range, std::span<double const> values);
  /// 0 at min, 1 at max, not limited to that; NaN stays NaN, and where logarithmic 0 and less is 0.
  double position(double value) const;
  /// Round values, in growing order, of which no two are closer than `least_distance` on the palette; whole
  /// numbers if all values are.
  std::vector<double> ticks(double least_distance) const;
  ValueRange range() const { return range_; }

 private:
  Stretch stretch_;
  ValueRange range_;
  bool whole_;  ///< all values are whole numbers: counts
};

}  // namespace engine
