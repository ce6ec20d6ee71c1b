/// The rows of several event tables in one common layout, byte for byte where the tables agree.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/io/fits_table.hpp"

namespace engine {

struct MergeSource {
  FitsTable table;
  std::int64_t observation_id = 0;
  double time_shift_s = 0;  ///< added to TIME: from this table's reference to the common one
};

/// Columns that all tables have, in the order of the first, then OBS_ID (1K). A column that agrees in type,
/// unit and scaling is copied. Else numbers of one element are converted: whole ones to 1K, others to 1D;
/// TIME, RA, DEC and ENERGY to s, deg and TeV; in other columns the unit must agree. What remains has no
/// common meaning and is left out.
class MergedLayout {
 public:
  explicit MergedLayout(std::vector<MergeSource> sources);

  std::vector<MergeSource> const& sources() const { return sources_; }
  std::vector<FitsColumn> const& columns() const { return columns_; }  ///< offsets are those of merged rows
  std::size_t row_bytes() const { return row_bytes_; }
  std::vector<std::string> const& left_out() const { return left_out_; }
  /// Replaces `out` by the rows of source number `source` in the common layout.
  void convert(std::size_t source, std::span<std::byte const> rows, std::vector<std::byte>& out) const;

 private:
  enum class Way { copy, whole, real };
  struct Step {
    FitsColumn from;
    std::size_t to_offset = 0, bytes = 0;  ///< `bytes` to copy, of one column or of neighbours
    Way way = Way::copy;
    double multiply = 1, divide = 1, add = 0;
  };
  void add_column(std::string const& name);
  void add_common(std::vector<FitsColumn const*> const& found, FitsColumn column, Way way);
  void convert_cell(Step const& step, std::byte const* row, std::byte* out) const;

  std::vector<MergeSource> sources_;
  std::vector<std::vector<Step>> steps_;  ///< [source][column]
  std::vector<FitsColumn> columns_;
  std::size_t row_bytes_ = 0;
  std::vector<std::string> left_out_;
};

}  // namespace engine
