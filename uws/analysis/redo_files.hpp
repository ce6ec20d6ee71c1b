/// What a redo keeps and tells: changed inputs in the work folder, the report among the results.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "catalog/inputs/verify.hpp"

namespace uws {

void write_differences(std::filesystem::path const& path,
                       std::vector<catalog::InputDifference> const& differences, std::size_t checked);

struct KeptDifferences {
  std::size_t checked = 0;               ///< files that were summed
  std::vector<std::string> sentences{};  ///< one for each file that is not what it was
};
KeptDifferences read_differences(std::filesystem::path const& path);

struct ProductComparison {
  std::string name{}, role{};
  std::string verdict{};  ///< identical, identical content, differs, new, missing, unknown
  std::string detail{};   ///< for people
};

struct RedoReport {
  std::string original{}, type{}, software_then{}, software_now{};
  KeptDifferences inputs{};
  std::vector<ProductComparison> products{};
  std::string verdict{}, summary{};
};
void write_report(std::filesystem::path const& path, RedoReport const& report);

/// "identical_bytes", or a sentence, from what `distill compare --json` says.
std::string comparison_summary(std::string const& json);

}  // namespace uws
