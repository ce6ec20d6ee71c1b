/// Distributions to draw from by inverting their cumulative sums; all are fixed once made.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace engine {

/// A positive function of energy given at increasing nodes: a power law between two nodes, a straight line
/// where one of the two values is zero.
class EnergyDistribution {
 public:
  EnergyDistribution(std::vector<double> nodes, std::vector<double> values);
  double integral() const { return cumulative_.back(); }

  struct Draw {
    double energy;
    std::size_t segment;  ///< between nodes `segment` and `segment + 1`
    double share;         ///< of the segment in ln E, in [0, 1]
  };
  /// `u` in (0, 1); the integral must be positive.
  Draw draw(double u) const;

 private:
  struct Segment {
    double start, stop, ln_width, start_value, stop_value, integral;
    double exponent, growth;  ///< integral over ln E / ln_width: start_value * start * growth / exponent
  };
  static bool is_power_law(Segment const& s) { return s.start_value > 0 && s.stop_value > 0; }
  /// E dN/dE is constant: the formulae for a power are 0 / 0 there.
  static bool is_flat(Segment const& s) { return -1e-9 < s.exponent && s.exponent < 1e-9; }
  std::vector<Segment> segments_;
  std::vector<double> cumulative_;  ///< [segments + 1]
};

/// Many histograms over the same bins, one per row.
class HistogramRows {
 public:
  /// `weights` are [row][bin], not negative. A row without any weight is kept but cannot be drawn from.
  HistogramRows(std::size_t bins, std::vector<double> const& weights);
  bool empty(std::size_t row) const { return empty_[row] != 0; }

  struct Draw {
    std::size_t bin;
    double share;  ///< uniform in [0, 1): where in the bin
  };
  Draw draw(std::size_t row, double u) const;

 private:
  std::size_t bins_;
  std::vector<double> cumulative_;  ///< [row][bins + 1], from 0 to 1
  std::vector<char> empty_;
};

}  // namespace engine
