#include "engine/io/content_sum.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "engine/base/text.hpp"
#include "engine/io/fits_file.hpp"
#include "engine/io/sha256.hpp"

namespace engine {

namespace {

/// Columns about where inputs lay, and about the size of files, which their headers change.
struct LocationColumns {
  std::string_view hdu;
  std::array<std::string_view, 5> columns;
};
constexpr std::array<LocationColumns, 2> location_columns{
    {{"INPUTS", {"DID", "FILE", "HDU", "SHA256", "DATASUM"}}, {"HDU_INDEX", {"SIZE"}}}};

LocationColumns const* location_columns_of(std::string const& hdu) {
  for (LocationColumns const& row : location_columns)
    if (row.hdu == hdu) return &row;
  return nullptr;
}

bool is_location(FitsColumn const& column, LocationColumns const& of) {
  return std::find(of.columns.begin(), of.columns.end(), column.name) != of.columns.end();
}

/// "TFORM3" belongs to column 3; nothing for keywords that belong to none.
std::optional<std::size_t> column_of_keyword(std::string_view keyword) {
  std::size_t const digits = keyword.find_last_not_of("0123456789") + 1;
  if (digits == 0 || digits >= keyword.size() || keyword.front() != 'T') return std::nullopt;
  std::optional<std::int64_t> const number = whole_number(keyword.substr(digits));
  return number && *number > 0 ? std::optional(static_cast<std::size_t>(*number)) : std::nullopt;
}

/// Sorted, so that the order in which keywords were written does not matter. Values as they stand, without
/// the blanks around them.
std::string keyword_lines(FitsHeader const& header, std::set<std::size_t> const& columns_left_out) {
  std::set<std::string> lines;
  for (FitsCard const& card : header.cards()) {
    if (card.keyword.empty() || card.value.empty() || is_about_making(card.keyword)) continue;
    if (!columns_left_out.empty() && (card.keyword == "NAXIS1" || card.keyword == "TFIELDS")) continue;
    std::optional<std::size_t> const column = column_of_keyword(card.keyword);
    if (column && columns_left_out.contains(*column)) continue;
    lines.insert(card.keyword + "=" + (card.is_string ? "'" : "") + card.value + "\n");
  }
  std::string all;
  for (std::string const& line : lines) all += line;
  return all;
}

/// The table's rows without the columns that say where its inputs lay.
std::string science_rows_sum(FitsFile& file, int hdu, LocationColumns const& columns,
                             std::set<std::size_t>& left_out) {
  FitsTable const table = file.table(hdu);
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (is_location(table.columns[i], columns)) left_out.insert(i + 1);
  RunningSha256 sum;
  std::vector<std::byte> buffer;
  constexpr std::size_t block = 4096;
  for (std::size_t first = 0; first < table.rows; first += block) {
    Rows const range{first, std::min(table.rows, first + block)};
    std::span<std::byte const> const bytes = file.rows(table, range, buffer);
    auto const* const text = reinterpret_cast<char const*>(bytes.data());
    for (std::size_t row = 0; row < range.count(); ++row)
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        std::size_t const from = table.columns[i].offset;
        std::size_t const to = i + 1 < table.columns.size() ? table.columns[i + 1].offset : table.row_bytes;
        if (!left_out.contains(i + 1)) sum.add({text + row * table.row_bytes + from, to - from});
      }
  }
  return sum.hexadecimal();
}

HduContent content_of_hdu(FitsFile& file, int hdu) {
  FitsHeader const& header = file.header(hdu);
  HduContent out;
  out.name = header.text("EXTNAME").value_or("");
  out.version = header.integer("EXTVER").value_or(1);
  out.datasum = header.text("DATASUM").value_or("");
  bool const is_table = header.has("TFIELDS");
  out.type = is_table ? "table" : header.integer("NAXIS").value_or(0) == 0 ? "none" : "image";
  if (is_table) out.rows = static_cast<std::uint64_t>(header.integer("NAXIS2").value_or(0));
  RunningSha256 sum;
  file.for_each_data_block(hdu, [&](std::span<char const> bytes) { sum.add({bytes.data(), bytes.size()}); });
  out.data_sha256 = sum.hexadecimal();
  return out;
}

}  // namespace

bool is_about_making(std::string const& keyword) {
  static constexpr std::array<std::string_view, 9> words{
      "CREATOR", "DATE", "CHECKSUM", "DATASUM", "PROVURL", "LONGSTRN", "HISTORY", "COMMENT", "CONTINUE"};
  return std::find(words.begin(), words.end(), keyword) != words.end() || keyword.starts_with("CTA ");
}

FitsContent content_of_fits(std::string const& path) {
  FitsFile file = FitsFile::open(path);
  FitsContent out;
  RunningSha256 sum;
  int const count = file.hdu_count();
  for (int hdu = 1; hdu <= count; ++hdu) {
    out.hdus.push_back(content_of_hdu(file, hdu));
    HduContent const& content = out.hdus.back();
    if (content.name == "PROVENANCE") continue;
    std::set<std::size_t> left_out;
    LocationColumns const* const location = location_columns_of(content.name);
    std::string const data =
        location == nullptr ? content.data_sha256 : science_rows_sum(file, hdu, *location, left_out);
    sum.add("HDU " + content.name + "\n" + keyword_lines(file.header(hdu), left_out) + data + "\n");
  }
  out.sum = sum.hexadecimal();
  out.product_id = file.header(1).text("CTA PRODUCT ID").value_or("");
  return out;
}

}  // namespace engine
