#include "engine/io/merged_events.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <optional>
#include <string_view>

#include "engine/base/expects.hpp"
#include "engine/io/data_subspace.hpp"
#include "engine/io/fits_file.hpp"
#include "engine/io/gadf_keys.hpp"
#include "engine/io/product_header.hpp"
#include "engine/io/product_tables.hpp"
#include "engine/io/selected_header.hpp"

namespace engine {

namespace {

constexpr std::size_t block_rows = 65536;

int events_hdu(FitsFile& file) {
  std::optional<int> const hdu = file.find_hdu("EVENTS");
  EXPECTS(hdu.has_value());
  return *hdu;
}

std::vector<MergeSource> sources_of(std::vector<std::string> const& files, ProductSummary const& summary) {
  EXPECTS(files.size() == summary.inputs.size());
  TimeReference const common = summary.reference();
  std::vector<MergeSource> sources;
  for (std::size_t i = 0; i < files.size(); ++i) {
    FitsFile file = FitsFile::open(files[i]);
    InputRecord const& input = summary.inputs[i];
    sources.push_back({file.table(events_hdu(file)), input.observation.id,
                       in_seconds(input.header.time.zero - common.zero)});
  }
  return sources;
}

/// "TNULL3": about a column by its number, which merging may change.
bool is_about_a_column(std::string const& keyword) {
  return keyword.size() > 1 && keyword[0] == 'T' &&
         std::isdigit(static_cast<unsigned char>(keyword.back())) != 0;
}

struct CommonHeader {
  std::vector<FitsCard> cards;
  std::optional<std::vector<Subspace>> subspace;  ///< nothing if the runs differ
};

CommonHeader header_of(std::string const& path) {
  FitsFile file = FitsFile::open(path);
  FitsHeader const header = file.header(events_hdu(file));
  CommonHeader common{carried_cards(header), read_subspace(header)};
  std::erase_if(common.cards, [](FitsCard const& card) {
    return is_about_a_column(card.keyword) || card.keyword == "HISTORY" || card.keyword == "COMMENT";
  });
  return common;
}

/// Half a position would be worse than none.
void drop_half_positions(std::vector<FitsCard>& cards) {
  static constexpr std::array<std::array<std::string_view, 2>, 4> pairs{
      {{"RA_PNT", "DEC_PNT"}, {"GLON_PNT", "GLAT_PNT"}, {"ALT_PNT", "AZ_PNT"}, {"RA_OBJ", "DEC_OBJ"}}};
  auto const has = [&](std::string_view keyword) {
    return std::any_of(cards.begin(), cards.end(),
                       [&](FitsCard const& card) { return card.keyword == keyword; });
  };
  for (auto const& pair : pairs)
    if (has(pair[0]) != has(pair[1]))
      std::erase_if(cards,
                    [&](FitsCard const& card) { return card.keyword == pair[0] || card.keyword == pair[1]; });
}

CommonHeader common_header(std::vector<std::string> const& files) {
  CommonHeader common = header_of(files.front());
  for (std::size_t i = 1; i < files.size(); ++i) {
    CommonHeader const other = header_of(files[i]);
    std::erase_if(common.cards, [&](FitsCard const& card) {
      return std::none_of(other.cards.begin(), other.cards.end(), [&](FitsCard const& same) {
        return same.keyword == card.keyword && same.value == card.value;
      });
    });
    if (common.subspace != other.subspace) common.subspace.reset();
  }
  drop_half_positions(common.cards);
  return common;
}

std::vector<FitsColumnFormat> formats_of(std::vector<FitsColumn> const& columns) {
  std::vector<FitsColumnFormat> formats;
  for (FitsColumn const& column : columns) {
    bool const shaped = column.dims.size() > 1;
    formats.push_back({column.name, std::to_string(column.repeat) + column.code, header_text(column.unit),
                       shaped ? column.dims : std::vector<std::int64_t>{}});
  }
  return formats;
}

/// As an integer where it is one: readers recognise the offset of unsigned columns by its digits.
void write_offset(FitsWriter& file, std::string const& keyword, double zero) {
  std::string const comment = "offset of the stored value";
  bool const whole = std::trunc(zero) == zero && std::abs(zero) < 9.2e18;
  if (whole)
    file.key({keyword, static_cast<std::int64_t>(zero), comment});
  else if (zero == 9223372036854775808.0)
    file.card(keyword + std::string(8 - keyword.size(), ' ') + "=  9223372036854775808 / " + comment);
  else
    file.key({keyword, zero, comment});
}

void write_scaling(FitsWriter& file, std::vector<FitsColumn> const& columns) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::string const n = std::to_string(i + 1);
    if (columns[i].null) file.key({"TNULL" + n, *columns[i].null, "not known"});
    if (columns[i].scale != 1) file.key({"TSCAL" + n, columns[i].scale, "value = TZERO + TSCAL * stored"});
    if (columns[i].zero != 0) write_offset(file, "TZERO" + n, columns[i].zero);
  }
}

void write_header(FitsWriter& file, SelectedRuns const& runs, ProductSummary const& summary,
                  ProductNote const& note) {
  CommonHeader const common = common_header(runs.files());
  write_scaling(file, runs.layout().columns());
  for (FitsCard const& card : common.cards)
    if (card.keyword != "OBS_ID") write_card(file, card);
  for (FitsKey const& key : gadf_class_keys("EVENTS")) {
    bool const carried = std::any_of(common.cards.begin(), common.cards.end(),
                                     [&](FitsCard const& card) { return card.keyword == key.keyword; });
    if (!carried) file.key(key);
  }
  if (common.subspace) file.keys(subspace_keys(*common.subspace));
  write_summary(file, summary, note);
  for (std::string const& name : runs.layout().left_out())
    file.history("column left out, not alike in all runs: " + header_text(name));
}

}  // namespace

SelectedRuns::SelectedRuns(std::vector<std::string> files, ProductSummary const& summary)
    : files_(std::move(files)), layout_(sources_of(files_, summary)) {}

std::size_t SelectedRuns::total_rows() const {
  std::size_t total = 0;
  for (std::size_t run = 0; run < runs(); ++run) total += rows(run);
  return total;
}

void SelectedRuns::for_each_block(std::function<void(std::span<std::byte const>)> const& take) const {
  std::vector<std::byte> buffer, merged;
  for (std::size_t run = 0; run < files_.size(); ++run) {
    FitsFile file = FitsFile::open(files_[run]);
    FitsTable const table = file.table(events_hdu(file));
    for (std::size_t first = 0; first < table.rows; first += block_rows) {
      Rows const block{first, std::min(table.rows, first + block_rows)};
      layout_.convert(run, file.rows(table, block, buffer), merged);
      take(merged);
    }
  }
}

void write_merged_events(std::string const& path, SelectedRuns const& runs, ProductSummary const& summary,
                         std::string const& prov_json) {
  ProductNote const note{file_name_of(path), "Selected events of several runs", "DL3"};
  FitsWriter file = FitsWriter::create(path);
  file.empty_primary();
  file.keys(reference_keys(summary, note));
  file.table("EVENTS", formats_of(runs.layout().columns()));
  write_header(file, runs, summary, note);
  std::int64_t next_row = 0;
  std::size_t const row_bytes = runs.layout().row_bytes();
  runs.for_each_block([&](std::span<std::byte const> rows) {
    file.raw_rows(rows, row_bytes, next_row);
    next_row += static_cast<std::int64_t>(rows.size() / row_bytes);
  });
  write_account(file, summary, prov_json);
  file.close();
}

}  // namespace engine
