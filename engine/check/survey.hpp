/// All headers and table layouts of one FITS file, as far as they can be read, and the file's own defects.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/check/defect.hpp"
#include "engine/io/fits_file.hpp"

namespace engine {

struct SurveyedHdu {
  int number = 0;    ///< 1 is the primary HDU
  std::string name;  ///< EXTNAME, or "PRIMARY", or "HDU 3"
  FitsHeader header;
  std::optional<FitsTable> table;  ///< nothing for images and for tables that cannot be read
};

struct SurveyedFile {
  std::optional<FitsFile> file;  ///< nothing: could not be opened
  std::vector<SurveyedHdu> hdus;
  bool whole = true;  ///< no: something behind the last of `hdus` cannot be read
  SurveyedHdu const* find(std::string_view extname) const;  ///< any case
};

/// Finds: missing, truncated and damaged files (gzip CRC), headers and tables that cannot be read, wrong
/// CHECKSUM and DATASUM. `remedy_if_missing` says what named the file.
SurveyedFile survey(std::string const& path, std::string const& remedy_if_missing, Findings const& out);

/// Reports an HDU that should be a binary table and is none. One that is, but cannot be read, was reported.
void check_is_table(SurveyedFile& file, SurveyedHdu const& hdu, Findings const& out);

enum class HduKind { events, gti, response, other };
HduKind kind_of(SurveyedHdu const& hdu);

}  // namespace engine
