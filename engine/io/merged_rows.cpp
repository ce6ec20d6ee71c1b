#include "engine/io/merged_rows.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <optional>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/column_units.hpp"

namespace engine {

namespace {

constexpr char const* observation_column = "OBS_ID";

struct StandardColumn {
  char const* name;
  Dimension dimension;
  char const* unit;
};
constexpr StandardColumn standard_columns[] = {{"TIME", Dimension::time, "s"},
                                               {"RA", Dimension::angle, "deg"},
                                               {"DEC", Dimension::angle, "deg"},
                                               {"ENERGY", Dimension::energy, "TeV"}};

StandardColumn const* standard_column(std::string_view name) {
  for (StandardColumn const& column : standard_columns)
    if (same_word(column.name, name)) return &column;
  return nullptr;
}

bool same_bytes(FitsColumn const& a, FitsColumn const& b) {
  return a.code == b.code && a.repeat == b.repeat && a.scale == b.scale && a.zero == b.zero &&
         a.null == b.null && a.dims == b.dims && trimmed(a.unit) == trimmed(b.unit);
}

bool is_whole(FitsColumn const& column) {
  return std::strchr("BIJK", column.code) != nullptr && column.scale == 1 &&
         std::trunc(column.zero) == column.zero && !column.null;
}

bool is_one_number(FitsColumn const& column) { return is_numeric(column) && column.repeat == 1; }

template <class Predicate>
bool all(std::vector<FitsColumn const*> const& columns, Predicate holds) {
  return std::all_of(columns.begin(), columns.end(),
                     [&](FitsColumn const* column) { return holds(*column); });
}

void put_big_endian(std::uint64_t bits, std::byte* out) {
  for (int i = 0; i < 8; ++i) out[i] = static_cast<std::byte>((bits >> (56 - 8 * i)) & 0xFFU);
}

}  // namespace

MergedLayout::MergedLayout(std::vector<MergeSource> sources)
    : sources_(std::move(sources)), steps_(sources_.size()) {
  EXPECTS(!sources_.empty());
  for (FitsColumn const& column : sources_.front().table.columns)
    if (!same_word(column.name, observation_column)) add_column(column.name);
  for (MergeSource const& source : sources_)
    for (FitsColumn const& column : source.table.columns) {
      auto const is_named = [&](std::string const& name) { return same_word(name, column.name); };
      bool const merged = std::any_of(columns_.begin(), columns_.end(),
                                      [&](FitsColumn const& common) { return is_named(common.name); });
      if (!merged && std::none_of(left_out_.begin(), left_out_.end(), is_named))
        left_out_.push_back(column.name);
    }
  FitsColumn id;
  id.name = observation_column;
  id.code = 'K';
  id.bytes = 8;
  id.dims = {1};
  id.offset = row_bytes_;
  columns_.push_back(id);
  row_bytes_ += id.bytes;
}

void MergedLayout::add_column(std::string const& name) {
  std::vector<FitsColumn const*> found;
  for (MergeSource const& source : sources_) found.push_back(source.table.find(name));
  if (std::find(found.begin(), found.end(), nullptr) != found.end()) return;
  FitsColumn common = *found.front();
  bool const moves =
      same_word(name, "TIME") &&
      std::any_of(sources_.begin(), sources_.end(), [](MergeSource const& s) { return s.time_shift_s != 0; });
  if (!moves && all(found, [&](FitsColumn const& c) { return same_bytes(c, common); }))
    return add_common(found, common, Way::copy);
  StandardColumn const* const standard = standard_column(name);
  bool const one_unit =
      all(found, [&](FitsColumn const& c) { return trimmed(c.unit) == trimmed(common.unit); });
  if (!all(found, is_one_number) || (standard == nullptr && !one_unit)) return;

  Way const way = standard == nullptr && all(found, is_whole) ? Way::whole : Way::real;
  FitsColumn converted;
  converted.name = common.name;
  converted.unit = standard == nullptr ? common.unit : standard->unit;
  converted.code = way == Way::whole ? 'K' : 'D';
  converted.bytes = 8;
  converted.dims = {1};
  add_common(found, converted, way);
}

void MergedLayout::add_common(std::vector<FitsColumn const*> const& found, FitsColumn column, Way way) {
  column.offset = row_bytes_;
  row_bytes_ += column.bytes;
  StandardColumn const* const standard = way == Way::real ? standard_column(column.name) : nullptr;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    Step step{*found[i], column.offset, column.bytes, way};
    if (standard != nullptr && trimmed(step.from.unit) != standard->unit) {
      UnitConversion const from = canonical_from(sources_[i].table, step.from, standard->dimension);
      UnitConversion const to = canonical_from(standard->unit, standard->dimension, column.name);
      step.multiply = from.multiply * to.divide;
      step.divide = from.divide * to.multiply;
    }
    if (same_word(column.name, "TIME")) step.add = sources_[i].time_shift_s;
    Step* const last = steps_[i].empty() ? nullptr : &steps_[i].back();
    bool const continues = last != nullptr && last->way == Way::copy && way == Way::copy &&
                           last->from.offset + last->bytes == step.from.offset;
    if (continues)
      last->bytes += step.bytes;
    else
      steps_[i].push_back(std::move(step));
  }
  columns_.push_back(std::move(column));
}

void MergedLayout::convert_cell(Step const& step, std::byte const* row, std::byte* out) const {
  std::byte const* const cell = row + step.from.offset;
  std::byte* const to = out + step.to_offset;
  switch (step.way) {
    case Way::copy: std::memcpy(to, cell, step.bytes); return;
    case Way::whole: {
      std::optional<std::int64_t> const value = integer_in_cell(step.from, cell, 0);
      if (!value)
        throw Failure(Fault::bad_data, "cannot merge column " + step.from.name +
                                           " (a value is beyond 64 bits signed) - write one file per run");
      put_big_endian(static_cast<std::uint64_t>(*value), to);
      return;
    }
    case Way::real: {
      double const value = number_in_cell(step.from, cell, 0) * step.multiply / step.divide + step.add;
      put_big_endian(std::bit_cast<std::uint64_t>(value), to);
      return;
    }
  }
}

void MergedLayout::convert(std::size_t source, std::span<std::byte const> rows,
                           std::vector<std::byte>& out) const {
  EXPECTS(source < sources_.size());
  std::size_t const from_bytes = sources_[source].table.row_bytes;
  EXPECTS(from_bytes > 0 && rows.size() % from_bytes == 0);
  std::size_t const count = rows.size() / from_bytes;
  auto const id = static_cast<std::uint64_t>(sources_[source].observation_id);
  out.resize(count * row_bytes_);
  for (std::size_t i = 0; i < count; ++i) {
    std::byte* const to = out.data() + i * row_bytes_;
    for (Step const& step : steps_[source]) convert_cell(step, rows.data() + i * from_bytes, to);
    put_big_endian(id, to + row_bytes_ - 8);
  }
}

}  // namespace engine
