/// A DL3 EVENTS table in a FITS file as an EventSource, with the raw rows for those who copy them.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/base/failure.hpp"
#include "engine/base/result.hpp"
#include "engine/io/column_decoder.hpp"
#include "engine/io/event_source.hpp"
#include "engine/io/fits_file.hpp"
#include "engine/io/good_times.hpp"

namespace engine {

class FitsEvents final : public EventSource {
 public:
  /// EVENTS is found by the location's HDU number or name, else by HDUCLAS1 = EVENTS, else by EXTNAME =
  /// EVENTS. Several EVENTS extensions in one file need a location that says which.
  explicit FitsEvents(Observation const& observation);

  ObservationHeader const& header() const override { return header_; }
  /// Throws what stood against reading them (no GTI table, a damaged one): the file opens all the same, for
  /// callers that take all events.
  GoodTimes const& good_times() const override;
  std::size_t rows() const override { return table_.rows; }
  bool has_column(std::string_view name) const override;
  std::vector<std::string> column_names() const override;
  std::string column_unit(std::string_view name) const override;
  std::vector<UsedTable> tables() const override;
  void read(Rows rows, ColumnSet const& columns, EventColumns& out) override;

  FitsFile& file() { return file_; }
  FitsTable const& table() const { return table_; }
  FitsHeader const& events_header() const { return events_header_; }
  /// The rows as they lie in the file; good until the next call of read or raw_rows.
  std::span<std::byte const> raw_rows(Rows rows) { return file_.rows(table_, rows, buffer_); }

 private:
  std::vector<double> derived_field_of_view(std::string const& name, RawRows const& raw) const;

  FitsFile file_;
  int hdu_;
  FitsHeader events_header_;
  FitsTable table_;
  UsedTable events_used_;
  ObservationHeader header_;
  Result<FoundGoodTimes, Failure> good_times_;
  std::vector<std::byte> buffer_;
};

}  // namespace engine
