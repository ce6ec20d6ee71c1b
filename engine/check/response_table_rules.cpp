#include "engine/check/response_table_rules.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/base/text.hpp"
#include "engine/check/column_rules.hpp"

namespace engine {

namespace {

/// One axis as it stands in the table.
struct Axis {
  std::string name;
  std::size_t position = 0;  ///< of its LO column in the row: the order of the data's dimensions
  std::int64_t size = 0;
};

struct TableReport {
  Findings const& out;
  std::string where;

  void add(Severity severity, std::string code, std::string column, std::string message, std::string remedy,
           std::uint64_t count = 1) const {
    out.add({.severity = severity,
             .code = std::move(code),
             .keyword_or_column = std::move(column),
             .message = std::move(message),
             .remedy = std::move(remedy),
             .clause = where,
             .count = count});
  }
};

/// By its name, else by the other name it has in real files, which is reported.
FitsColumn const* find_column(FitsTable const& table, std::string const& name, std::string const& alias,
                              TableReport const& report) {
  if (FitsColumn const* column = table.find(name)) return column;
  FitsColumn const* other = alias.empty() ? nullptr : table.find(alias);
  if (other == nullptr) {
    report.add(Severity::error, "column-missing", name,
               "the table does not have the column: it cannot be used", "add the column");
  } else {
    report.add(Severity::warning, "column-other-name", name,
               "the column is called " + other->name + ": readers that look for " + name + " fail",
               "rename it to " + name);
  }
  return other;
}

bool usable(FitsColumn const& column, TableReport const& report) {
  if (is_numeric(column) && column.repeat >= 1) return true;
  report.add(Severity::error, "column-unreadable", column.name,
             "TFORM " + std::to_string(column.repeat) + column.code + " holds no numbers of this kind",
             "write an array of 32- or 64-bit floats (E or D)");
  return false;
}

void check_edges(std::string const& name, std::vector<double> const& lo, std::vector<double> const& hi,
                 TableReport const& report) {
  bool const finite = std::all_of(lo.begin(), lo.end(), [](double v) { return std::isfinite(v); }) &&
                      std::all_of(hi.begin(), hi.end(), [](double v) { return std::isfinite(v); });
  if (!finite)
    return report.add(Severity::error, "axis-not-finite", name + "_LO",
                      "an edge of the axis is no finite number", "write finite edges");
  std::uint64_t reversed = 0, unsorted = 0, nodes = 0, gaps = 0;
  for (std::size_t i = 0; i < lo.size(); ++i) {
    reversed += hi[i] < lo[i] ? 1 : 0;
    nodes += hi[i] == lo[i] ? 1 : 0;
    if (i == 0) continue;
    unsorted += lo[i] <= lo[i - 1] ? 1 : 0;
    double const width = std::max(std::abs(hi[i - 1] - lo[i - 1]), std::abs(hi[i] - lo[i]));
    gaps += std::abs(lo[i] - hi[i - 1]) > 1e-3 * width ? 1 : 0;
  }
  if (reversed > 0)
    report.add(Severity::error, "axis-bin-reversed", name + "_HI",
               "bins have their upper edge below the lower", "exchange the edges", reversed);
  if (unsorted > 0)
    report.add(Severity::error, "axis-not-increasing", name + "_LO",
               "the axis does not increase: interpolation gives nonsense", "sort the axis and the data",
               unsorted);
  if (nodes == lo.size())
    report.add(Severity::note, "axis-of-nodes", name + "_LO",
               name + "_LO equals " + name +
                   "_HI: the values belong to points, not to bins; readers must not "
                   "take half a bin off",
               "nothing to correct; readers interpolate between the points", nodes);
  else if (gaps > 0 && reversed == 0 && unsorted == 0)
    report.add(Severity::warning, "axis-with-gaps", name + "_LO",
               "bins do not begin where the one before ends: readers that keep one list of edges move them",
               "close the gaps", gaps);
}

std::optional<Axis> check_axis(SurveyedFile& file, FitsTable const& table, ResponseAxis const& rule,
                               TableReport const& report) {
  auto const spelt = [](std::string_view stem, std::string_view end) {
    return stem.empty() ? std::string() : std::string(stem) + std::string(end);
  };
  FitsColumn const* lo = find_column(table, spelt(rule.name, "_LO"), spelt(rule.alias, "_LO"), report);
  FitsColumn const* hi = find_column(table, spelt(rule.name, "_HI"), spelt(rule.alias, "_HI"), report);
  if (lo == nullptr || hi == nullptr || !usable(*lo, report) || !usable(*hi, report)) return std::nullopt;
  check_unit(*lo, rule.measure, report.where, report.out);
  check_unit(*hi, rule.measure, report.where, report.out);
  if (lo->repeat != hi->repeat) {
    report.add(Severity::error, "axis-ends-differ", lo->name,
               "the axis has " + std::to_string(lo->repeat) + " lower and " + std::to_string(hi->repeat) +
                   " upper edges",
               "write as many lower as upper edges");
    return std::nullopt;
  }
  check_edges(std::string(rule.name), values_of(*file.file, table, *lo, rule.measure),
              values_of(*file.file, table, *hi, rule.measure), report);
  return Axis{std::string(rule.name), static_cast<std::size_t>(lo - table.columns.data()), lo->repeat};
}

std::string listed(std::vector<std::int64_t> const& sizes) {
  std::string out;
  for (std::int64_t size : sizes) out += (out.empty() ? "(" : ",") + std::to_string(size);
  return out + ")";
}

/// FITS counts the fastest axis first, and the axes stand in the row in that order.
void check_shape(SurveyedHdu const& hdu, FitsColumn const& column, std::vector<Axis> axes,
                 TableReport const& report) {
  std::vector<std::int64_t> recommended;
  for (Axis const& axis : axes) recommended.push_back(axis.size);
  std::sort(axes.begin(), axes.end(), [](Axis const& a, Axis const& b) { return a.position < b.position; });
  std::vector<std::int64_t> expected;
  for (Axis const& axis : axes) expected.push_back(axis.size);
  std::int64_t const cells =
      std::accumulate(expected.begin(), expected.end(), std::int64_t{1}, std::multiplies<>());
  auto const index = &column - hdu.table->columns.data();
  std::string const keyword = "TDIM" + std::to_string(index + 1);
  std::optional<std::string> const written = hdu.header.text(keyword);
  if (column.repeat != cells)
    return report.add(Severity::error, "response-size-wrong", column.name,
                      "the array has " + std::to_string(column.repeat) + " cells, the axes span " +
                          std::to_string(cells) + " " + listed(expected),
                      "make array and axes agree");
  if (!written)
    return report.add(Severity::warning, "response-without-tdim", column.name,
                      "the array has no " + keyword + ": its shape must be guessed from the axes",
                      "write " + keyword + " = '" + listed(expected) + "'");
  if (written->find(' ') != written->npos)
    report.add(Severity::note, "tdim-with-blanks", keyword,
               "'" + *written + "' has blanks: parsers that split at commas only may fail",
               "write '" + listed(column.dims) + "'");
  if (column.dims == expected) {
    if (axes.front().name != "ENERG" && expected != recommended)
      report.add(Severity::note, "response-axis-order", column.name,
                 "the axes stand in the order of " + axes.front().name +
                     " first, not with the energy first as recommended",
                 "nothing to correct; readers must go by the order of the columns");
    return;
  }
  std::vector<std::int64_t> without_ones = expected;
  while (without_ones.size() > 1 && without_ones.back() == 1) without_ones.pop_back();
  if (column.dims == without_ones)
    return report.add(Severity::warning, "response-shape-short", keyword,
                      "the array has the shape " + listed(column.dims) + " and leaves out axes of one bin: " +
                          "readers that want one dimension per axis fail",
                      "write '" + listed(expected) + "'");
  std::vector<std::int64_t> sorted_dims = column.dims, sorted_expected = expected;
  std::sort(sorted_dims.begin(), sorted_dims.end());
  std::sort(sorted_expected.begin(), sorted_expected.end());
  bool const permuted = sorted_dims == sorted_expected;
  report.add(Severity::error, permuted ? "response-axes-permuted" : "response-shape-wrong", keyword,
             "the array has the shape " + listed(column.dims) +
                 ", the axes in the order of their columns have " + listed(expected) +
                 ": readers mix up the axes",
             "write the axis columns in the order of the dimensions");
}

/// The first column of a format is the response itself; others (amplitudes, widths of further Gaussians) may
/// well be zero.
struct Expected {
  bool never_negative = true, somewhere_positive = true;
};

void check_values(FitsColumn const& column, std::vector<double> const& values, Expected expected,
                  TableReport const& report) {
  auto const undefined = static_cast<std::uint64_t>(
      std::count_if(values.begin(), values.end(), [](double v) { return !std::isfinite(v); }));
  auto const negative =
      static_cast<std::uint64_t>(std::count_if(values.begin(), values.end(), [](double v) { return v < 0; }));
  bool const empty = std::all_of(values.begin(), values.end(), [](double v) { return v == 0; });
  std::string const of = " of " + std::to_string(values.size()) + " cells ";
  if (undefined > 0)
    report.add(Severity::error, "response-not-finite", column.name,
               std::to_string(undefined) + of + "are no finite number: they spread into every bin they touch",
               "write 0 where there is nothing", undefined);
  if (negative > 0 && expected.never_negative) {
    auto const [least, most] = std::minmax_element(values.begin(), values.end());
    report.add(Severity::warning, "response-negative", column.name,
               std::to_string(negative) + of + "are negative, down to " + shortest(*least) +
                   " (the maximum is " + shortest(*most) +
                   "): areas, rates and probabilities cannot be; predicted counts come out "
                   "wrong by as much",
               "write 0 where there is nothing; look for an interpolation that overshoots", negative);
  }
  if (empty && expected.somewhere_positive)
    report.add(Severity::warning, "response-all-zero", column.name, "every cell is zero", "fill the table");
}

}  // namespace

void check_response_table(SurveyedFile& file, SurveyedHdu const& hdu, ResponseFormat const& format,
                          Findings const& out) {
  TableReport const report{out, clause(gadf_version(hdu.header), format.section)};
  check_is_table(file, hdu, out);
  if (!hdu.table) return;
  if (hdu.table->rows != 1)
    return report.add(Severity::error, "response-rows", "NAXIS2",
                      "the table has " + std::to_string(hdu.table->rows) + " rows instead of one",
                      "store the response as a BINTABLE of one row");
  std::vector<Axis> axes;
  for (ResponseAxis const& rule : format.axes)
    if (std::optional<Axis> axis = check_axis(file, *hdu.table, rule, report))
      axes.push_back(std::move(*axis));
  for (ResponseColumn const& rule : format.columns) {
    FitsColumn const* column =
        find_column(*hdu.table, std::string(rule.name), std::string(rule.alias), report);
    if (column == nullptr || !usable(*column, report)) continue;
    check_unit(*column, rule.measure, report.where, report.out);
    if (axes.size() == format.axes.size()) check_shape(hdu, *column, axes, report);
    Expected const expected{.never_negative = !rule.name.starts_with("AMPL"),
                            .somewhere_positive = &rule == format.columns.data()};
    check_values(*column, file.file->numbers(*hdu.table, column->name), expected, report);
  }
}

}  // namespace engine
