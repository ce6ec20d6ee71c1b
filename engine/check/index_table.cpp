#include "engine/check/index_table.hpp"

#include <algorithm>

#include "engine/base/text.hpp"
#include "engine/check/header_rules.hpp"

namespace engine {

namespace {

SurveyedHdu const* table_with(SurveyedFile const& file, std::vector<std::string> const& columns) {
  for (SurveyedHdu const& hdu : file.hdus) {
    bool const all = hdu.table && std::all_of(columns.begin(), columns.end(), [&](std::string const& column) {
                       return hdu.table->find(column) != nullptr;
                     });
    if (all) return &hdu;
  }
  return nullptr;
}

void check_index_header(SurveyedHdu const& hdu, std::string const& class_word, std::string_view section,
                        Findings const& out) {
  GadfVersion const version = gadf_version(hdu.header);
  std::string const where = clause(version, section);
  check_keywords(hdu.header, class_keywords(), Severity::warning, where, out);
  KeywordRule const second{"HDUCLAS2", KeywordType::text};
  check_keywords(hdu.header, {&second, 1}, Severity::warning, where, out);
  check_repeated_keywords(hdu.header, out);
  auto const expect = [&](std::string const& keyword, std::string const& wanted, Severity severity) {
    std::optional<std::string> const value = hdu.header.text(keyword);
    if (!value || *value == wanted) return;
    out.add({.severity = severity,
             .code = "index-class-wrong",
             .keyword_or_column = keyword,
             .message = "the value is '" + *value + "' instead of '" + wanted +
                        "': readers that find the index by it take the wrong table",
             .remedy = "write '" + wanted + "'",
             .clause = where});
  };
  expect("HDUCLASS", "GADF", Severity::warning);
  expect("HDUCLAS1", "INDEX", Severity::warning);
  expect("HDUCLAS2", class_word, Severity::warning);
  expect("EXTNAME", class_word + "_INDEX", Severity::note);
}

}  // namespace

IndexTable open_index_table(std::string const& path, std::vector<std::string> const& columns,
                            std::string const& class_word, Findings const& out) {
  IndexTable index{.file = survey(path, "restore the index", out)};
  index.hdu = table_with(index.file, columns);
  std::string_view const section =
      class_word == "OBS" ? section_obs_index_keywords : section_hdu_index_keywords;
  if (index.hdu != nullptr) {
    index.version = gadf_version(index.hdu->header);
    check_index_header(*index.hdu, class_word, section, out.in(index.hdu->name));
  } else if (index.file.file) {
    std::string wanted;
    for (std::string const& column : columns) wanted += (wanted.empty() ? "" : ", ") + column;
    out.add({.severity = Severity::error,
             .code = "index-table-missing",
             .keyword_or_column = columns.front(),
             .message = "the file has no table with the columns " + wanted + ": it is no index",
             .remedy = "make the index anew",
             .clause = clause(GadfVersion::v0_3, section)});
  }
  return index;
}

std::vector<std::string> texts_or_empty(IndexTable& index, std::string_view column) {
  FitsColumn const* found = index.table().find(column);
  if (found == nullptr || found->code != 'A') return std::vector<std::string>(index.table().rows);
  return index.file.file->texts(index.table(), column);
}

}  // namespace engine
