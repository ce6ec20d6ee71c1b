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
constexpr std::array<std::string_view, 7> table_keywords{"BITPIX", "NAXIS",  "NAXIS1", "NAXIS2",
                                                         "PCOUNT", "GCOUNT", "TFIELDS"};

bool is_kept(std::string_view keyword) {
  constexpr std::array<std::string_view, 7> kept{"XTENSION", "EXTNAME", "HDUCLAS1", "BITPIX",
                                                 "PCOUNT",   "GCOUNT",  "TFIELDS"};
  return keyword.starts_with("NAXIS") || std::find(kept.begin(), kept.end(), keyword) != kept.end();
}

/// "'EVENTS  '           / name" and "7613 / rows" without quotes and comment.
std::string plain_value(std::string_view field) {
  field = trimmed(field);
  if (!field.starts_with('\'')) return std::string(trimmed(field.substr(0, field.find('/'))));
  field.remove_prefix(1);
  return std::string(trimmed(field.substr(0, field.find('\''))));
}

std::size_t padded(std::size_t bytes) { return (bytes + block - 1) / block * block; }

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

std::string_view QuickHeader::text(std::string_view keyword) const {
  auto const found = values.find(keyword);
  return found == values.end() ? std::string_view{} : found->second;
}

std::int64_t QuickHeader::integer(std::string_view keyword, std::int64_t otherwise) const {
  return whole_number(text(keyword)).value_or(otherwise);
}

QuickHeader quick_header(std::string_view text) {
  QuickHeader out;
  for (std::size_t at = 0; at + card <= text.size(); at += card) {
    std::string_view const record = text.substr(at, card), keyword = trimmed(record.substr(0, 8));
    if (keyword == "END") {
      out.bytes = padded(at + card);
      return out;
    }
    if (out.overlong.empty() && is_overlong_text(record)) out.overlong = keyword;
    if (record.substr(8, 2) == "= " && is_kept(keyword))
      out.values.emplace(std::string(keyword), plain_value(record.substr(10)));
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

bool is_table(QuickHeader const& header) {
  std::string_view const kind = header.text("XTENSION");
  return kind == "BINTABLE" || kind == "TABLE" || kind == "A3DTABLE" || kind == "3DTABLE";
}

/// What is wrong with the size keywords of a table; empty if nothing is.
std::string fault_of_sizes(QuickHeader const& header) {
  for (std::string_view const keyword : table_keywords)
    if (!whole_number(header.text(keyword)))
      return std::string(keyword) + " = '" + std::string(header.text(keyword)) + "' is not a whole number";
  if (!header.overlong.empty()) return header.overlong + " is no text";
  bool const too_many = header.integer("TFIELDS", 0) > most_columns;
  return too_many ? "TFIELDS is above " + std::to_string(most_columns) : std::string();
}

}  // namespace

void refuse_absurd_tables(std::string const& path, std::size_t size, ReadAt const& read_at) {
  for (std::size_t start = 0; start < size;) {
    QuickHeader const header = header_at(start, read_at);
    std::string const fault = is_table(header) ? fault_of_sizes(header) : std::string();
    if (!fault.empty())
      throw Failure(Fault::bad_data, fault + ": " + path + "[" + std::string(header.text("EXTNAME")) +
                                         "] - the table's header is damaged");
    std::optional<std::size_t> const skip = data_bytes(header, size);
    if (header.bytes == 0 || !skip) return;
    start += header.bytes + *skip;
  }
}

}  // namespace engine
