/// The same defect in many runs as one: what a person wants to read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/check/defect.hpp"

namespace engine {

struct FoldedDefect {
  Defect first;  ///< stands for all; the numbers in its message are its own
  /// Several keywords of one HDU, or several HDUs for one keyword, if the same is wrong with them in the same
  /// places.
  std::vector<std::string> hdus, keywords;
  std::vector<std::int64_t> obs_ids;  ///< each once, in the order of the defects
  std::vector<std::string> files;     ///< each once
  std::uint64_t count = 0;            ///< sum over the defects of the first keyword and HDU
  bool one_message = true;            ///< all say literally the same
};

/// Worst first; within a severity in the order of the first of each.
std::vector<FoldedDefect> fold(std::span<Defect const> defects);

}  // namespace engine
