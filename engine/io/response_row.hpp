/// The one row of a response table, read once for all its columns.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/io/fits_file.hpp"

namespace engine {

class ResponseRow {
 public:
  /// Refuses, as Failure(bad_data), a table that does not have exactly one row. File and table must live as
  /// long.
  ResponseRow(FitsFile& file, FitsTable const& table);

  FitsTable const& table() const { return *table_; }
  std::span<std::byte const> bytes() const { return bytes_; }
  /// The numbers of a column as doubles, scaled, TNULL as NaN. Refuses text, complex numbers and arrays of
  /// variable length.
  std::vector<double> numbers(FitsColumn const& column) const;

 private:
  FitsTable const* table_;
  std::vector<std::byte> buffer_;
  std::span<std::byte const> bytes_;
};

/// "cannot use the response: <place> (<what>) - <remedy>"
[[noreturn]] void refuse_response(std::string const& place, std::string const& what,
                                  std::string const& remedy);

}  // namespace engine
