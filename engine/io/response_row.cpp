#include "engine/io/response_row.hpp"

#include <string>

#include "engine/base/failure.hpp"

namespace engine {

ResponseRow::ResponseRow(FitsFile& file, FitsTable const& table) : table_(&table) {
  if (table.rows != 1)
    refuse_response(table.place, "it has " + std::to_string(table.rows) + " rows instead of one",
                    "write the response as a table of one row");
  bytes_ = file.rows(table, {0, 1}, buffer_);
}

std::vector<double> ResponseRow::numbers(FitsColumn const& column) const {
  if (!is_numeric(column))
    refuse_response(table_->place,
                    "column " + column.name + " holds no numbers but TFORM letter " + column.code,
                    "write an array of 32- or 64-bit floats (E or D)");
  std::vector<double> out(static_cast<std::size_t>(column.repeat));
  std::byte const* const cell = bytes_.data() + column.offset;
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = number_in_cell(column, cell, i);
  return out;
}

void refuse_response(std::string const& place, std::string const& what, std::string const& remedy) {
  throw Failure(Fault::bad_data, "cannot use the response: " + place + " (" + what + ") - " + remedy);
}

}  // namespace engine
