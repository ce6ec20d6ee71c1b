#include "engine/check/survey.hpp"

#include <algorithm>
#include <filesystem>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/check/attempt.hpp"
#include "engine/check/gadf_format.hpp"

namespace engine {

namespace {

constexpr std::uintmax_t block_bytes = 2880;

std::string name_of(FitsHeader const& header, int number) {
  std::string const fallback = number == 1 ? "PRIMARY" : "HDU " + std::to_string(number);
  return header.text("EXTNAME").value_or(fallback);
}

void check_size(FitsFile const& file, Findings const& out) {
  std::error_code trouble;
  std::uintmax_t const bytes = std::filesystem::file_size(file.path(), trouble);
  if (file.compressed() || trouble || bytes % block_bytes == 0) return;
  out.add({.severity = Severity::warning,
           .code = "file-not-in-blocks",
           .message = "the file's " + std::to_string(bytes) +
                      " bytes are no multiple of 2880: it was cut or something was appended",
           .remedy = "compare its size with the original and copy it again",
           .clause = "FITS 4.0, section 3.1, overall file structure"});
}

void check_sums(FitsFile& file, int number, Findings const& out) {
  FitsFile::Sums const sums = file.verify_sums(number);
  auto const wrong = [&](std::string const& keyword, std::string const& what) {
    out.add({.severity = Severity::error,
             .code = "checksum-wrong",
             .keyword_or_column = keyword,
             .message = what + " changed after " + keyword + " was written: damage, or an edit by hand",
             .remedy = "copy the file again; after a deliberate edit run fchecksum",
             .clause = "FITS 4.0, section 4.4.2.7, data integrity keywords"});
  };
  if (sums.data == FitsFile::Sum::wrong) wrong("DATASUM", "the data");
  // A header sum covers the data as well: told once.
  if (sums.hdu == FitsFile::Sum::wrong && sums.data != FitsFile::Sum::wrong) wrong("CHECKSUM", "the header");
}

std::optional<FitsTable> readable_table(FitsFile& file, int number) {
  if (!file.is_binary_table(number)) return std::nullopt;
  FitsTable table = file.table(number);
  if (table.row_bytes == 0 && table.rows > 0)
    throw Failure(Fault::bad_data, "cannot read: " + table.place + " (" + std::to_string(table.rows) +
                                       " rows of no bytes) - the table's header is damaged");
  return table;
}

/// cfitsio stops without a word at a header it cannot read; asked for that HDU, it says what is wrong.
std::string reason_of_end(FitsFile& file, int next) {
  try {
    file.header(next);
  } catch (Failure const& failure) {
    return failure.what();
  }
  return "";
}

void check_end(SurveyedFile& surveyed, int count, Findings const& out) {
  std::size_t const bytes = surveyed.file->bytes_behind_last_hdu();
  if (bytes == 0) return;
  surveyed.whole = false;
  out.add({.severity = Severity::error,
           .code = "hdu-unreadable",
           .message = std::to_string(bytes) + " bytes behind HDU " + std::to_string(count) +
                      " are no HDU that can be read, and all that is in them is lost: " +
                      reason_of_end(*surveyed.file, count + 1),
           .remedy = "copy the file again; correct the header there, or remove what was appended",
           .clause = "FITS 4.0, section 3.3, headers, and 3.5, special records"});
}

void survey_hdu(SurveyedFile& into, int number, Findings const& out) {
  attempt(out.in("HDU " + std::to_string(number)), [&] {
    FitsHeader header = into.file->header(number);
    std::string const name = name_of(header, number);
    into.hdus.push_back({.number = number, .name = name, .header = std::move(header), .table = {}});
    Findings const here = out.in(name);
    attempt(here, [&] { into.hdus.back().table = readable_table(*into.file, number); });
    attempt(here, [&] { check_sums(*into.file, number, here); });
  });
}

}  // namespace

SurveyedHdu const* SurveyedFile::find(std::string_view extname) const {
  auto const found = std::find_if(hdus.begin(), hdus.end(),
                                  [&](SurveyedHdu const& hdu) { return same_word(hdu.name, extname); });
  return found == hdus.end() ? nullptr : &*found;
}

SurveyedFile survey(std::string const& path, std::string const& remedy_if_missing, Findings const& out) {
  SurveyedFile surveyed;
  std::error_code trouble;
  if (!std::filesystem::exists(path, trouble)) {
    out.add({.severity = Severity::error,
             .code = "file-missing",
             .message = "there is no such file: what it holds is lost to every reader",
             .remedy = remedy_if_missing,
             .clause = clause(GadfVersion::v0_3, section_hdu_index_paths)});
    return surveyed;
  }
  attempt(out, [&] {
    surveyed.file = FitsFile::open(path);
    check_size(*surveyed.file, out);
    int const count = surveyed.file->hdu_count();
    for (int number = 1; number <= count; ++number) survey_hdu(surveyed, number, out);
    check_end(surveyed, count, out);
  });
  return surveyed;
}

void check_is_table(SurveyedFile& file, SurveyedHdu const& hdu, Findings const& out) {
  if (hdu.table || file.file->is_binary_table(hdu.number)) return;
  out.add({.severity = Severity::error,
           .code = "not-a-table",
           .keyword_or_column = "XTENSION",
           .message = "the HDU is no binary table: none of its content can be used",
           .remedy = "store it as a BINTABLE",
           .clause = clause(gadf_version(hdu.header), section_arrays)});
}

HduKind kind_of(SurveyedHdu const& hdu) {
  std::string const first = hdu.header.text("HDUCLAS1").value_or("");
  if (same_word(first, "EVENTS") || (first.empty() && same_word(hdu.name, "EVENTS"))) return HduKind::events;
  if (same_word(first, "GTI") || (first.empty() && same_word(hdu.name, "GTI"))) return HduKind::gti;
  if (same_word(first, "RESPONSE")) return HduKind::response;
  return HduKind::other;
}

}  // namespace engine
