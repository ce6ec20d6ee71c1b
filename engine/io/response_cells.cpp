#include "engine/io/response_cells.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "engine/base/text.hpp"
#include "engine/io/response_axis.hpp"

namespace engine {

namespace {

using Order = std::vector<std::size_t>;  ///< axes of the layout, fastest first

[[noreturn]] void refuse(FitsTable const& table, std::string const& what, std::string const& remedy) {
  refuse_response(table.place, what, remedy);
}

std::string listed(std::vector<std::int64_t> const& sizes) {
  std::string out;
  for (std::int64_t const size : sizes) out += (out.empty() ? "(" : ",") + std::to_string(size);
  return out + ")";
}

/// Writers leave axes of one point out of TDIM, or in it.
std::vector<std::int64_t> without_ones(std::vector<std::int64_t> sizes) {
  std::erase(sizes, 1);
  return sizes;
}

std::vector<std::int64_t> sizes_in(Order const& order, std::vector<GridAxis> const& axes) {
  std::vector<std::int64_t> out;
  for (std::size_t const axis : order) out.push_back(static_cast<std::int64_t>(axes[axis].size()));
  return out;
}

bool first_axis_stands_last(FitsTable const& table, ResponseLayout const& layout) {
  LayoutAxis const &first = layout.axes.front(), &last = layout.axes.back();
  return find_column(table, first.stem, first.alias, "_LO") >
         find_column(table, last.stem, last.alias, "_LO");
}

Order order_of(FitsTable const& table, FitsColumn const& column, ResponseLayout const& layout,
               std::vector<GridAxis> const& axes) {
  Order text(axes.size());
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = i;
  Order const turned(text.rbegin(), text.rend());
  std::int64_t cells = 1;
  for (GridAxis const& axis : axes) cells *= static_cast<std::int64_t>(axis.size());
  std::vector<std::int64_t> const there = without_ones(column.dims);
  bool const as_text = there == without_ones(sizes_in(text, axes));
  bool const as_turned = there == without_ones(sizes_in(turned, axes));
  bool const shapeless = column.dims.size() == 1 && axes.size() > 1;
  if (column.repeat != cells || (!as_text && !as_turned && !shapeless))
    refuse(table,
           "column " + column.name + " is an array " + listed(column.dims) + ", its axes have the sizes " +
               listed(sizes_in(text, axes)),
           "make TDIM and the axes agree");
  if (as_text != as_turned) return as_text ? text : turned;
  return first_axis_stands_last(table, layout) ? turned : text;
}

/// The cells of an array in another order. All orders are of the layout's axes.
std::vector<double> reordered(std::vector<double> cells, Order const& from, Order const& to,
                              std::vector<GridAxis> const& axes) {
  if (from == to) return cells;
  std::vector<std::size_t> stride(axes.size());
  std::size_t step = 1;
  for (std::size_t const axis : from) {
    stride[axis] = step;
    step *= axes[axis].size();
  }
  std::vector<double> out(cells.size());
  std::vector<std::size_t> at(axes.size(), 0);
  std::size_t const length = axes[to.front()].size(), jump = stride[to.front()];
  for (std::size_t line = 0; line < out.size(); line += length) {
    std::size_t first = 0;
    for (std::size_t axis = 0; axis < axes.size(); ++axis) first += at[axis] * stride[axis];
    for (std::size_t i = 0; i < length; ++i) out[line + i] = cells[first + i * jump];
    for (auto axis = to.begin() + 1; axis != to.end(); ++axis) {
      if (++at[*axis] < axes[*axis].size()) break;
      at[*axis] = 0;
    }
  }
  return out;
}

void mend_cells(FitsTable const& table, FitsColumn const& column, LayoutColumn const& rule,
                std::vector<double>& cells, std::vector<std::string>& mends) {
  constexpr double largest = 1e60;  // sums and products of these are finite
  std::size_t undefined = 0, negative = 0;
  for (double& cell : cells) {
    if (std::abs(cell) > largest)
      refuse(table, "column " + column.name + " has cells that are infinite, or beyond any measure",
             "write the table anew");
    if (std::isnan(cell)) {
      cell = 0;
      ++undefined;
    }
    negative += cell < 0 ? 1 : 0;
  }
  std::string const of_all = " of " + std::to_string(cells.size()) + " cells of " + column.name;
  if (undefined > 0) mends.push_back(std::to_string(undefined) + of_all + " are NaN: taken for 0");
  if (negative > 0 && !rule.name.starts_with("AMPL"))
    mends.push_back(std::to_string(negative) + of_all + " are negative: what is interpolated is not below 0");
}

}  // namespace

ResponseCells read_response_cells(ResponseRow const& row, ResponseLayout const& layout) {
  FitsTable const& table = row.table();
  ResponseCells out;
  std::vector<GridAxis> axes;
  for (LayoutAxis const& axis : layout.axes) axes.push_back(read_response_axis(row, axis, out.mends));
  for (LayoutColumn const& rule : layout.columns) {
    FitsColumn const* const column = find_column(table, rule.name, rule.alias);
    if (column == nullptr) refuse(table, "it has no column " + std::string(rule.name), "add the column");
    double const factor = canonical_factor(table, *column, rule.unit);
    Order const order = order_of(table, *column, layout, axes);
    std::vector<double> cells = row.numbers(*column);
    mend_cells(table, *column, rule, cells, out.mends);
    if (factor != 1)
      for (double& cell : cells) cell *= factor;
    out.columns.push_back(reordered(std::move(cells), order, layout.kept, axes));
  }
  for (std::size_t const axis : layout.kept) out.axes.push_back(axes[axis]);
  return out;
}

}  // namespace engine
