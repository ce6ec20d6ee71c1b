/// One index table, opened: the survey of its file and the table in it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/check/gadf_format.hpp"
#include "engine/check/survey.hpp"

namespace engine {

struct IndexTable {
  SurveyedFile file;
  SurveyedHdu const* hdu = nullptr;  ///< in `file`; nullptr: there is none
  GadfVersion version = GadfVersion::v0_3;
  FitsTable const& table() const { return *hdu->table; }
};

/// The first table with all `columns`; checks its EXTNAME, HDU class and repeated keywords. `class_word` is
/// HDUCLAS2: "OBS" or "HDU".
IndexTable open_index_table(std::string const& path, std::vector<std::string> const& columns,
                            std::string const& class_word, Findings const& out);

/// Texts of a column, or as many empty ones where it is absent or no text.
std::vector<std::string> texts_or_empty(IndexTable& index, std::string_view column);

}  // namespace engine
