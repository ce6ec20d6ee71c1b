#include "engine/io/quick_header.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace engine {

namespace {

constexpr std::size_t block = 2880, card = 80;
constexpr std::int64_t most_columns = 999;
constexpr std::array<std::string_view, 8> table_keywords{"XTENSION", "BITPIX", "NAXIS",  "NAXIS1",
                                                         "NAXIS2",   "PCOUNT", "GCOUNT", "TFIELDS"};

bool is_kept(std::string_view keyword) {
  constexpr std::array<std::string_view, 7> kept{"XTENSION", "EXTNAME", "HDUCLAS1", "BITPIX",
                                                 "PCOUNT",   "GCOUNT",  "TFIELDS"};
  return keyword.starts_with("NAXIS") || std::find(kept.begin(), kept.end(), keyword) != kept.end();
}

/// Without blanks at either end; a tab is no blank in FITS.
std::string_view without_blanks(std::string_view text) {
  std::size_t const from = std::min(text.find_first_not_of(' '), text.size());
  text.remove_prefix(from);
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

/// "'EVENTS  '           / name" and "7613 / rows" without the comment.
std::string without_comment(std::string_view field) {
  field = without_blanks(field);
  std::size_t const quote = field.starts_with('\'') ? field.find('\'', 1) : field.npos;
  return std::string(without_blanks(field.substr(0, quote == field.npos ? field.find('/') : quote + 1)));
}

std::size_t padded(std::size_t bytes) { return (bytes + block - 1) / block * block; }

/// As cfitsio sees it: whatever stands behind the word.
bool is_end(std::string_view record) { return record.starts_with("END ") || record.starts_with("END="); }

/// Text of a card has 68 characters at most, and quotes around it. cfitsio also takes a word without them.
bool is_overlong_text(std::string_view record) {
  if (!record.starts_with("TTYPE") && !record.starts_with("TFORM") && !record.starts_with("TNULL"))
    return false;
  std::string_view const value = trimmed(record.substr(std::min(record.find('='), record.size() - 1) + 1));
  return !value.starts_with('\'') && value.find_first_of(" /") > 68 && value.size() > 68;
}

/// The header at `start`, from as few reads as it takes; without its end if the file ends before, or the
/// header is longer than any that is meant.
QuickHeader header_at(std::size_t start, ReadAt const& read_at) {
  constexpr std::size_t first_look = 4 * block, longest = 4096 * block;
  for (std::size_t wanted = first_look;; wanted *= 4) {
    std::string text(wanted, '\0');
    text.resize(read_at(start, text));
    QuickHeader header = quick_header(text);
    if (header.bytes > 0 || text.size() < wanted || wanted >= longest) return header;
  }
}

}  // namespace

std::string QuickHeader::text(std::string_view keyword) const {
  auto const found = values.find(keyword);
  std::string_view value = found == values.end() ? std::string_view{} : found->second;
  if (value.starts_with('\'')) value.remove_prefix(1);
  if (value.ends_with('\'')) value.remove_suffix(1);
  return std::string(trimmed(value));
}

std::int64_t QuickHeader::integer(std::string_view keyword, std::int64_t otherwise) const {
  auto const found = values.find(keyword);
  bool const plain =
      found != values.end() && found->second.find_first_not_of("+-0123456789") == std::string::npos;
  return plain ? whole_number(found->second).value_or(otherwise) : otherwise;
}

QuickHeader quick_header(std::string_view text) {
  QuickHeader out;
  out.is_extension = text.starts_with("XTENSION");
  for (std::size_t at = 0; at + card <= text.size(); at += card) {
    std::string_view const record = text.substr(at, card), keyword = trimmed(record.substr(0, 8));
    if (is_end(record)) {
      out.bytes = padded(at + card);
      return out;
    }
    if (out.overlong.empty() && is_overlong_text(record)) out.overlong = keyword;
    if (record.substr(8, 2) != "= ") continue;
    if (at < 8 * card) out.first_keywords.emplace_back(keyword);
    if (is_kept(keyword)) out.values.emplace(std::string(keyword), without_comment(record.substr(10)));
  }
  return out;
}

std::optional<std::size_t> data_bytes(QuickHeader const& header, std::size_t limit) {
  std::int64_t const axes = std::min<std::int64_t>(header.integer("NAXIS", 0), 999);
  double size = axes > 0 ? 1 : 0;  // a double cannot overflow
  for (std::int64_t i = 1; i <= axes; ++i)
    size *= static_cast<double>(header.integer("NAXIS" + std::to_string(i), 0));
  size = (size + static_cast<double>(header.integer("PCOUNT", 0))) *
         static_cast<double>(header.integer("GCOUNT", 1)) *
         std::abs(static_cast<double>(header.integer("BITPIX", 8))) / 8;
  if (!(size >= 0 && size <= static_cast<double>(limit))) return std::nullopt;
  return padded(static_cast<std::size_t>(size));
}

namespace {

/// cfitsio knows four words with TABLE in them, and recognises them with blanks before and NULs behind; a
/// card that is none by the standard may be one to it as well.
bool may_be_table(QuickHeader const& header) {
  std::string const kind = header.text("XTENSION");
  return header.is_extension && (kind.empty() || kind.find("TABLE") != kind.npos);
}

/// What is wrong with the mandatory keywords of a table; empty if nothing is.
std::string fault_of_table(QuickHeader const& header) {
  for (std::size_t i = 0; i < table_keywords.size(); ++i) {
    std::string const keyword(table_keywords[i]);
    if (i >= header.first_keywords.size() || header.first_keywords[i] != keyword)
      return keyword + " is not where it must be";
    if (i > 0 && header.integer(keyword, -1) < 0)
      return keyword + " = " + header.text(keyword) + " is not a whole number from 0 on";
  }
  if (!header.overlong.empty()) return header.overlong + " is no text";
  bool const too_many = header.integer("TFIELDS", 0) > most_columns;
  return too_many ? "TFIELDS is above " + std::to_string(most_columns) : std::string();
}

}  // namespace

std::string harm_in_header(std::size_t offset, ReadAt const& read_at) {
  QuickHeader const header = header_at(offset, read_at);
  return may_be_table(header) ? fault_of_table(header) : std::string();
}

}  // namespace engine
