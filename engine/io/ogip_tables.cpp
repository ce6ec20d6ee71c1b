#include "engine/io/ogip_tables.hpp"

#include <bit>
#include <cmath>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/column_units.hpp"
#include "engine/io/compare_heap.hpp"

namespace engine {

namespace {

/// Edges of neighbouring bins are often single precision numbers of their own.
constexpr double edge_tolerance = 1e-5;

char element_letter(FitsHeader const& header, FitsTable const& table, FitsColumn const& column) {
  auto const index = static_cast<std::size_t>(&column - table.columns.data()) + 1;
  std::string const form = upper(header.text("TFORM" + std::to_string(index)).value_or(""));
  std::size_t const at = form.find_first_of("PQ");
  return at == form.npos || at + 1 >= form.size() ? ' ' : form[at + 1];
}

std::size_t bytes_of(char letter, std::string const& place, std::string const& column) {
  switch (letter) {
    case 'B': return 1;
    case 'I': return 2;
    case 'J':
    case 'E': return 4;
    case 'K':
    case 'D': return 8;
    default: refuse_ogip(place, "the cells of " + column + " are not numbers");
  }
}

}  // namespace

void refuse_ogip(std::string const& place, std::string const& reason) {
  throw Failure(Fault::bad_data, "cannot read spectrum: " + place + " (" + reason +
                                     ") - is it an OGIP file, with all its parts?");
}

OgipTable open_ogip_table(std::string const& path, std::vector<std::string> const& extnames) {
  FitsFile file = FitsFile::open(path);
  for (std::string const& name : extnames)
    if (std::optional<int> const hdu = file.find_hdu(name); hdu && file.is_binary_table(*hdu)) {
      FitsHeader header = file.header(*hdu);
      FitsTable table = file.table(*hdu);
      return {std::move(file), std::move(header), std::move(table)};
    }
  refuse_ogip(path, "there is no table " + joined(extnames, " or "));
}

std::vector<double> OgipTable::column(std::string const& name, std::optional<double> otherwise) {
  std::vector<double> out;
  if (has(name))
    out = file.numbers(table, name);
  else if (std::optional<double> const key = header.real(name))
    out.assign(rows(), *key);
  else if (otherwise)
    out.assign(rows(), *otherwise);
  else
    refuse_ogip(table.place, "there is no column " + name);
  if (out.size() != rows()) refuse_ogip(table.place, name + " has more than one number per row");
  for (double const value : out)
    if (!std::isfinite(value)) refuse_ogip(table.place, name + " is not a finite number everywhere");
  return out;
}

EnergyAxis OgipTable::axis(std::string const& low, std::string const& high) {
  std::vector<double> const from = column(low), to = column(high);
  if (from.empty()) refuse_ogip(table.place, "it has no rows");
  UnitConversion const from_unit = canonical_from(table, *table.find(low), Dimension::energy),
                       to_unit = canonical_from(table, *table.find(high), Dimension::energy);
  std::vector<Energy> edges;
  for (std::size_t i = 0; i < from.size(); ++i) {
    double const edge = from_unit(from[i]), before = i > 0 ? to_unit(to[i - 1]) : edge;
    if (!(std::abs(edge - before) <= edge_tolerance * std::abs(edge)))
      refuse_ogip(table.place, "the bins of " + low + " and " + high + " do not join");
    edges.push_back(tev(edge));
  }
  edges.push_back(tev(to_unit(to.back())));
  try {
    return EnergyAxis(std::move(edges));
  } catch (Failure const& failure) {
    refuse_ogip(table.place, low + " and " + high + ": " + failure.what());
  }
}

std::vector<std::vector<double>> OgipTable::cells(std::string const& name) {
  FitsColumn const* const found = table.find(name);
  if (found == nullptr) refuse_ogip(table.place, "there is no column " + name);
  FitsColumn const& column = *found;
  std::vector<std::vector<double>> out(rows());
  std::vector<std::byte> buffer;
  std::vector<std::byte> const bytes = [&] {
    auto const span = file.rows(table, {0, rows()}, buffer);
    return std::vector<std::byte>(span.begin(), span.end());
  }();
  bool const variable = column.code == 'P' || column.code == 'Q';
  if (!variable && !is_numeric(column)) refuse_ogip(table.place, name + " is not numeric");
  Heap heap(file, table);
  for (std::size_t row = 0; row < rows(); ++row) {
    std::byte const* const start = bytes.data() + row * table.row_bytes;
    if (!variable) {
      for (std::size_t i = 0; i < static_cast<std::size_t>(column.repeat); ++i)
        out[row].push_back(number_in_cell(column, start + column.offset, i));
      continue;
    }
    FitsColumn element = column;
    element.code = element_letter(header, table, column);
    std::size_t const size = bytes_of(element.code, table.place, name);
    Heap::Cell const cell = heap.cell(column, start);
    if (cell.bytes == 0) continue;
    auto const content = heap.bytes(cell.first, cell.first + cell.bytes);
    for (std::size_t i = 0; i < cell.bytes / size; ++i)
      out[row].push_back(number_in_cell(element, content.data(), i));
  }
  return out;
}

}  // namespace engine
