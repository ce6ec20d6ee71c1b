/// The energy bins of a product.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/model/units.hpp"

namespace engine {

class EnergyAxis {  // strictly increasing positive edges; bin i is [edge i, edge i+1)
 public:
  explicit EnergyAxis(std::vector<Energy> edges);
  /// `bins` bins of equal width in log(E). The outer edges are exactly `min` and `max`; the inner ones are
  /// min * (max/min)^(i/n), evaluated as numpy's geomspace does, so that they agree with gammapy's.
  static EnergyAxis logarithmic(EnergyRange range, std::size_t bins);

  static EnergyAxis linear(EnergyRange range, std::size_t bins);  ///< of equal width in E

  std::size_t bins() const { return edges_.size() - 1; }
  std::vector<Energy> const& edges() const { return edges_; }
  std::optional<std::size_t> bin_of(Energy e) const;
  friend bool operator==(EnergyAxis const&, EnergyAxis const&) = default;

 private:
  std::vector<Energy> edges_;
};

}  // namespace engine
