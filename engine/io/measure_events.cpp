#include <filesystem>

#include "engine/base/failure.hpp"
#include "engine/io/event_source.hpp"
#include "engine/io/find_table.hpp"
#include "engine/io/gzip_file.hpp"
#include "engine/io/gzip_headers.hpp"

namespace engine {

namespace {

/// Bytes of a gzip file per event where even its headers cannot be had cheaply: between event lists alone
/// (about 20) and those with all their responses (H.E.S.S. DR1: 60). Only the balance of a plan depends on
/// it.
constexpr std::size_t packed_bytes_per_event = 40;

EventSize size_of_gzip(HduLocation const& where) {
  std::error_code error;
  std::size_t const bytes = std::filesystem::file_size(where.file, error);
  if (error)
    throw Failure(Fault::missing_resource,
                  "cannot read: " + where.file + " (" + error.message() + ") - check the name");
  std::optional<std::size_t> const rows = rows_in_gzip(where);
  return {rows.value_or(bytes / packed_bytes_per_event), bytes, false, rows.has_value()};
}

}  // namespace

EventSize measure_events(Observation const& observation) {
  HduLocation const& where = observation.events;
  std::error_code error;
  bool const regular = std::filesystem::is_regular_file(where.file, error);  // a pipe would wait for ever
  if (regular && where.syntax == FileNameSyntax::literal && is_gzip(where.file)) return size_of_gzip(where);
  FitsFile file = FitsFile::open(where.file, where.syntax);
  FitsTable const table = file.table(find_events_table(file, where));
  return {table.rows, table.rows * table.row_bytes, !file.compressed(), true};
}

}  // namespace engine
