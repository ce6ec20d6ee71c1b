#include "catalog/adql/call_forms.hpp"

#include <algorithm>
#include <iterator>

#include "engine/base/text.hpp"

namespace catalog::adql {

namespace {

constexpr std::size_t any = static_cast<std::size_t>(-1);

struct Form {
  std::string_view name;
  std::size_t fewest, most;
  std::string_view pattern;  ///< for messages
};

constexpr Form forms[] = {
    {"ABS", 1, 1, "ABS(x)"},
    {"ACOS", 1, 1, "ACOS(x)"},
    {"AREA", 1, 1, "AREA(region)"},
    {"ASIN", 1, 1, "ASIN(x)"},
    {"ATAN", 1, 1, "ATAN(x)"},
    {"ATAN2", 2, 2, "ATAN2(y, x)"},
    {"BOX", 3, 5, "BOX(ra, dec, width, height) or BOX(point, width, height)"},
    {"CEILING", 1, 1, "CEILING(x)"},
    {"CENTROID", 1, 1, "CENTROID(region)"},
    {"CIRCLE", 2, 4, "CIRCLE(ra, dec, radius) or CIRCLE(point, radius)"},
    {"COALESCE", 1, any, "COALESCE(value, value, ...)"},
    {"CONTAINS", 2, 2, "CONTAINS(inner region, outer region)"},
    {"COORD1", 1, 1, "COORD1(point)"},
    {"COORD2", 1, 1, "COORD2(point)"},
    {"COORDSYS", 1, 1, "COORDSYS(region)"},
    {"COS", 1, 1, "COS(x)"},
    {"COT", 1, 1, "COT(x)"},
    {"DEGREES", 1, 1, "DEGREES(x)"},
    {"DISTANCE", 2, 4, "DISTANCE(point, point) or DISTANCE(ra, dec, ra, dec)"},
    {"EXP", 1, 1, "EXP(x)"},
    {"FLOOR", 1, 1, "FLOOR(x)"},
    {"INTERSECTS", 2, 2, "INTERSECTS(region, region)"},
    {"IN_UNIT", 2, 2, "IN_UNIT(x, 'unit')"},
    {"LOG", 1, 1, "LOG(x)"},
    {"LOG10", 1, 1, "LOG10(x)"},
    {"LOWER", 1, 1, "LOWER(text)"},
    {"MOD", 2, 2, "MOD(x, y)"},
    {"PI", 0, 0, "PI()"},
    {"POINT", 2, 3, "POINT(ra, dec)"},
    {"POLYGON", 3, any, "POLYGON(ra, dec, ra, dec, ra, dec, ...) or POLYGON(point, point, point, ...)"},
    {"POWER", 2, 2, "POWER(x, y)"},
    {"RADIANS", 1, 1, "RADIANS(x)"},
    {"RAND", 0, 1, "RAND() or RAND(seed)"},
    {"REGION", 1, 1, "REGION('text')"},
    {"ROUND", 1, 2, "ROUND(x) or ROUND(x, digits)"},
    {"SIN", 1, 1, "SIN(x)"},
    {"SQRT", 1, 1, "SQRT(x)"},
    {"TAN", 1, 1, "TAN(x)"},
    {"TRUNCATE", 1, 2, "TRUNCATE(x) or TRUNCATE(x, digits)"},
    {"UPPER", 1, 1, "UPPER(text)"},
};

static_assert(std::ranges::is_sorted(forms, {}, &Form::name));

Form const* form_of(std::string_view name) {
  std::string const wanted = engine::upper(name);
  auto const* const form = std::ranges::lower_bound(forms, wanted, {}, &Form::name);
  return form != std::end(forms) && form->name == wanted ? form : nullptr;
}

template <class Node>
bool is(Expr const& expr) {
  return std::holds_alternative<Node>(expr.node);
}

/// Literals and calculations are numbers or texts, never points.
bool may_be_point(Expr const& e) {
  return !(is<NumericLiteral>(e) || is<StringLiteral>(e) || is<Signed>(e) || is<Arithmetic>(e) ||
           is<Concatenation>(e));
}

/// The shapes: `count` arguments, without the coordinate system, of which the first is `first`.
bool shape_fits(std::string_view name, std::size_t count, std::vector<Expr> const& arguments,
                std::size_t first) {
  bool const begins_with_point = first < arguments.size() && may_be_point(arguments[first]);
  if (name == "POINT") return count == 2;
  if (name == "CIRCLE") return count == 3 || (count == 2 && begins_with_point);
  if (name == "BOX") return count == 4 || (count == 3 && begins_with_point);
  bool const points =
      std::all_of(arguments.begin() + static_cast<std::ptrdiff_t>(first), arguments.end(), may_be_point);
  return (count >= 6 && count % 2 == 0) || (count >= 3 && points);
}

bool is_shape(std::string_view name) {
  return name == "POINT" || name == "CIRCLE" || name == "BOX" || name == "POLYGON";
}

bool arguments_fit(Form const& form, FunctionCall const& call) {
  std::vector<Expr> const& arguments = call.arguments;
  if (is_shape(form.name)) {
    std::size_t const first = has_coordinate_system(call) ? 1 : 0;
    return arguments.size() >= first && shape_fits(form.name, arguments.size() - first, arguments, first);
  }
  if (arguments.size() < form.fewest || arguments.size() > form.most) return false;
  if (form.name == "DISTANCE") return arguments.size() != 3;
  if (form.name == "REGION") return is<StringLiteral>(arguments[0]);
  if (form.name == "IN_UNIT") return is<StringLiteral>(arguments[1]);
  if (form.name == "COALESCE") return !std::ranges::all_of(arguments, is<NullLiteral>);
  return true;
}

}  // namespace

bool is_standard_function(std::string_view name) { return form_of(name) != nullptr; }

bool has_coordinate_system(FunctionCall const& call) {
  if (call.name.delimited || call.arguments.empty() || !is_shape(engine::upper(call.name.text))) return false;
  if (is<StringLiteral>(call.arguments[0])) return true;
  // NULL is a coordinate system where that makes a good call, else a coordinate.
  return is<NullLiteral>(call.arguments[0]) &&
         shape_fits(engine::upper(call.name.text), call.arguments.size() - 1, call.arguments, 1);
}

std::string complaint_about_arguments(FunctionCall const& call) {
  Form const* const form = call.name.delimited ? nullptr : form_of(call.name.text);
  if (form == nullptr || arguments_fit(*form, call)) return {};
  std::string const expected = "expected " + std::string(form->pattern) + ", found ";
  if (call.arguments.empty()) return expected + "no argument";
  if (call.arguments.size() == 1) return expected + "another argument";
  return expected + "other arguments (" + std::to_string(call.arguments.size()) + ")";
}

}  // namespace catalog::adql
