#include "engine/check/column_rules.hpp"

#include "engine/base/text.hpp"
#include "engine/check/unit_expression.hpp"

namespace engine {

namespace {

bool readable(FitsColumn const& column, ColumnRule const& rule) {
  bool const wants_text = rule.good_codes.find('A') != rule.good_codes.npos;
  return wants_text ? column.code == 'A' : is_numeric(column) && column.repeat >= 1;
}

void check_type(FitsColumn const& column, ColumnRule const& rule, std::string const& clause,
                Findings const& out) {
  std::string const form = std::to_string(column.repeat) + column.code;
  std::string const remedy =
      "write the column with TFORM letter " + std::string(rule.good_codes.substr(0, 1));
  std::string const name(rule.name);
  if (!readable(column, rule)) {
    out.add({.severity = Severity::error,
             .code = "column-unreadable",
             .keyword_or_column = name,
             .message = "TFORM " + form + " cannot hold this column: no reader can use it",
             .remedy = remedy,
             .clause = clause});
  } else if (rule.lossy_codes.find(column.code) != rule.lossy_codes.npos) {
    out.add({.severity = Severity::error,
             .code = "column-loses-digits",
             .keyword_or_column = name,
             .message = "TFORM " + form +
                        " is too coarse: seconds since a reference some years ago keep "
                        "steps of 8 to 64 s in 32-bit floats",
             .remedy = remedy,
             .clause = engine::clause(GadfVersion::v0_3, section_time_precision)});
  } else if (rule.good_codes.find(column.code) == rule.good_codes.npos) {
    out.add({.severity = Severity::warning,
             .code = "column-wrong-type",
             .keyword_or_column = name,
             .message = "TFORM " + form +
                        " is not the type the format names: readable, but ranges and "
                        "digits differ",
             .remedy = remedy,
             .clause = clause});
  } else if (rule.scalar && column.code != 'A' && column.repeat != 1) {
    out.add({.severity = Severity::error,
             .code = "column-not-scalar",
             .keyword_or_column = name,
             .message = "TFORM " + form + " puts several values into each row",
             .remedy = "one value per row",
             .clause = clause});
  }
}

}  // namespace

FitsColumn const* check_column(FitsTable const& table, ColumnRule const& rule, Severity if_missing,
                               std::string const& clause, Findings const& out) {
  FitsColumn const* column = table.find(rule.name);
  if (column == nullptr) {
    out.add({.severity = if_missing,
             .code = "column-missing",
             .keyword_or_column = std::string(rule.name),
             .message = "the table does not have the column",
             .remedy = "add the column",
             .clause = clause});
    return nullptr;
  }
  check_type(*column, rule, clause, out);
  if (!readable(*column, rule)) return nullptr;
  if (column->code != 'A') check_unit(*column, rule.measure, clause, out);
  return column;
}

void check_unit(FitsColumn const& column, Measure measure, std::string const& clause, Findings const& out) {
  if (measure == Measure::anything) return;
  std::string const wanted(unit_of_format(measure));
  std::string const shown = "'" + column.unit + "'";
  auto const report = [&](Severity severity, std::string code, std::string message, std::string where) {
    out.add({.severity = severity,
             .code = std::move(code),
             .keyword_or_column = column.name,
             .message = std::move(message),
             .remedy = wanted.empty() ? "remove TUNIT" : "write TUNIT '" + wanted + "'",
             .clause = std::move(where)});
  };
  if (column.unit.empty() && measure == Measure::none) return;
  if (column.unit.empty())
    return report(Severity::warning, "unit-missing", "the column has no unit: readers assume " + wanted,
                  clause);
  std::optional<UnitExpression> const unit = parse_unit(column.unit);
  if (!unit)
    return report(Severity::warning, "unit-unknown",
                  "the unit " + shown + " cannot be understood: readers fail or assume " + wanted, clause);
  if (!measures(*unit, measure))
    return report(Severity::error, "unit-wrong", "the unit " + shown + " does not measure this quantity",
                  clause);
  if (!unit->as_fits_wants)
    return report(
        Severity::warning, "unit-not-fits",
        "the unit " + shown + " is not spelt as FITS wants it: strict readers refuse it, others guess",
        "FITS 4.0, section 4.3, units");
  std::optional<UnitExpression> const format_unit = parse_unit(wanted);
  if (format_unit && unit->scale / format_unit->scale != 1)
    report(Severity::warning, "unit-not-of-format",
           "the unit is " + shown + ", the format wants " + wanted + ": readers that assume are wrong",
           clause);
}

double factor_to_format(FitsColumn const& column, Measure measure) {
  std::optional<UnitExpression> const unit = parse_unit(column.unit);
  std::optional<UnitExpression> const format_unit = parse_unit(unit_of_format(measure));
  if (column.unit.empty() || !unit || !format_unit || !measures(*unit, measure)) return 1;
  return unit->scale / format_unit->scale;
}

std::vector<double> values_of(FitsFile& file, FitsTable const& table, FitsColumn const& column,
                              Measure measure) {
  std::vector<double> values = file.numbers(table, column.name);
  double const factor = factor_to_format(column, measure);
  if (factor != 1)
    for (double& value : values) value *= factor;
  return values;
}

}  // namespace engine
