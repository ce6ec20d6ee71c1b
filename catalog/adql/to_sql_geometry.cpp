/// Geometry values: constants are checked here and bound as one array, others are made by the schema adql.
#include <cmath>

#include "catalog/adql/call_forms.hpp"
#include "catalog/adql/regions.hpp"
#include "catalog/adql/to_sql.hpp"
#include "engine/base/text.hpp"

namespace catalog::adql {

namespace {

Value made(Kind kind, std::string sql) {
  Value v;
  v.kind = kind;
  v.column = column_of(kind);
  v.sql = std::move(sql);
  return v;
}

/// The numbers of constant arguments; nothing if one is no constant.
std::optional<Numbers> constants(std::vector<Value> const& arguments) {
  Numbers numbers;
  for (Value const& argument : arguments) {
    if (argument.number)
      numbers.push_back(*argument.number);
    else if (argument.kind == Kind::point && argument.numbers)
      numbers.insert(numbers.end(), argument.numbers->begin(), argument.numbers->end());
    else
      return std::nullopt;
  }
  return numbers;
}

void check(Kind kind, Numbers const& numbers, Place place) {
  if (std::string problem = complaint_about(kind, numbers); !problem.empty())
    refuse(place, std::move(problem));
}

void depend_on(Value& value, std::vector<Value> const& arguments) {
  for (Value const& argument : arguments) merge_sources(value, argument);
}

}  // namespace

Value Translator::constant_geometry(Kind kind, Numbers numbers) {
  Value v = made(kind, bind("float8[]", array_text(numbers)));
  if (kind == Kind::point) {
    for (double const number : numbers) {
      Value part = made(Kind::real, bind("float8", engine::shortest(number)));
      part.number = number;
      part.digits = engine::shortest(number);
      v.coordinates.push_back(std::move(part));
    }
  }
  v.numbers = std::move(numbers);
  return v;
}

Value Translator::point(std::vector<Value> arguments, Place place) {
  std::vector<std::string> sql;
  for (Value const& argument : arguments) sql.push_back(number(argument, "POINT"));
  if (auto numbers = constants(arguments)) {
    check(Kind::point, *numbers, place);
    return constant_geometry(Kind::point, *std::move(numbers));
  }
  Value v = made(Kind::point, "adql.point(" + sql[0] + ", " + sql[1] + ")");
  depend_on(v, arguments);
  for (std::size_t i = 0; i < 2; ++i) arguments[i].sql = sql[i];
  v.coordinates = std::move(arguments);
  return v;
}

Value Translator::circle(std::vector<Value> arguments, Place place) {
  if (auto numbers = constants(arguments)) {
    if (numbers->size() != 3) refuse(place, "CIRCLE wants a centre and a radius");
    check(Kind::circle, *numbers, place);
    return constant_geometry(Kind::circle, *std::move(numbers));
  }
  Value v = made(Kind::circle, "");
  depend_on(v, arguments);
  if (arguments.size() == 3) {
    v.sql = "adql.circle(" + number(arguments[0], "CIRCLE") + ", " + number(arguments[1], "CIRCLE") + ", " +
            number(arguments[2], "CIRCLE") + ")";
    return v;
  }
  std::string const radius = number(arguments[1], "CIRCLE");
  v.sql = "adql.circle(" + as_kind(arguments[0], Kind::point, "CIRCLE") + ", " + radius + ")";
  return v;
}

Value Translator::box(std::vector<Value> arguments, Place place) {
  auto const numbers = constants(arguments);
  if (numbers) {
    if (numbers->size() != 4) refuse(place, "BOX wants a centre, a width and a height");
    check(Kind::point, {(*numbers)[0], (*numbers)[1]}, place);
    for (std::size_t i = 2; i < 4; ++i)
      if (!((*numbers)[i] > 0 && (*numbers)[i] < 180))
        refuse(place, "width and height of a BOX are between 0 and 180 degrees");
  }
  Value v = made(Kind::polygon, "adql.box(");
  depend_on(v, arguments);
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    bool const centre = i == 0 && arguments.size() == 3;
    v.sql += (i > 0 ? ", " : "") +
             (centre ? as_kind(arguments[0], Kind::point, "BOX") : number(arguments[i], "BOX"));
  }
  v.sql += ")";
  return v;
}

Value Translator::polygon(std::vector<Value> arguments, Place place) {
  if (auto numbers = constants(arguments); numbers && numbers->size() >= 6) {
    check(Kind::polygon, *numbers, place);
    return constant_geometry(Kind::polygon, *std::move(numbers));
  }
  bool const of_points = is_geometry(arguments.front().kind);
  Value v = made(Kind::polygon, "");
  depend_on(v, arguments);
  std::string list;
  for (Value const& argument : arguments)
    list += (list.empty() ? ""
             : of_points  ? " || "
                          : ", ") +
            (of_points ? as_kind(argument, Kind::point, "POLYGON") : number(argument, "POLYGON"));
  v.sql = of_points ? "adql.polygon(" + list + ")" : "adql.polygon(ARRAY[" + list + "])";
  return v;
}

Value Translator::distance(std::vector<Value> arguments, Place place) {
  Value v = made(Kind::real, "");
  v.column.unit = "deg";
  v.column.ucd = "pos.angDistance";
  depend_on(v, arguments);
  std::vector<Value> parts;
  if (arguments.size() == 4) {
    for (Value& argument : arguments) {
      argument.sql = number(argument, "DISTANCE");
      parts.push_back(argument);
    }
  } else {
    if (arguments.size() != 2) refuse(place, "DISTANCE wants two points or four coordinates");
    std::string const a = as_kind(arguments[0], Kind::point, "DISTANCE");
    std::string const b = as_kind(arguments[1], Kind::point, "DISTANCE");
    for (Value const& argument : arguments)
      parts.insert(parts.end(), argument.coordinates.begin(), argument.coordinates.end());
    if (parts.size() != 4) {
      v.sql = "adql.distance(" + a + ", " + b + ")";
      return v;
    }
  }
  v.sql =
      "adql.distance(" + parts[0].sql + ", " + parts[1].sql + ", " + parts[2].sql + ", " + parts[3].sql + ")";
  v.coordinates = std::move(parts);
  return v;
}

Value Translator::geometry_call(std::string const& name, FunctionCall const& call, Clause& clause) {
  Place const place = call.name.place;
  if (name == "REGION") {
    auto const parsed = parse_region(std::get<StringLiteral>(call.arguments.front().node).value);
    if (auto const* problem = std::get_if<std::string>(&parsed))
      refuse(call.arguments.front().place, *problem);
    auto const& region = std::get<ParsedRegion>(parsed);
    Value v;
    if (region.is_box) {
      std::vector<Value> sides;
      for (double const number : region.numbers) {
        Value side = made(Kind::real, bind("float8", engine::shortest(number)));
        side.number = number;
        side.digits = engine::shortest(number);
        sides.push_back(std::move(side));
      }
      v = box(std::move(sides), call.arguments.front().place);
    } else {
      v = constant_geometry(region.kind, region.numbers);
    }
    return region.system == SkySystem::galactic ? from_galactic(std::move(v)) : v;
  }
  std::vector<Value> arguments;
  SkySystem system = SkySystem::icrs;
  bool const has_system = has_coordinate_system(call);
  auto const* written = has_system ? std::get_if<StringLiteral>(&call.arguments.front().node) : nullptr;
  if (written != nullptr) {  // the other form of it is NULL
    auto const known = sky_system(written->value);
    if (!known)
      refuse(call.arguments.front().place,
             "coordinate system '" + written->value + "' is not known here - ICRS, FK5 or GALACTIC");
    system = *known;
  }
  for (std::size_t i = has_system ? 1 : 0; i < call.arguments.size(); ++i)
    arguments.push_back(value(call.arguments[i], clause));

  Value v;
  if (name == "POINT")
    v = point(std::move(arguments), place);
  else if (name == "CIRCLE")
    v = circle(std::move(arguments), place);
  else if (name == "BOX")
    v = box(std::move(arguments), place);
  else if (name == "POLYGON")
    v = polygon(std::move(arguments), place);
  else if (name == "DISTANCE")
    v = distance(std::move(arguments), place);
  else
    v = measure(name, arguments);
  return system == SkySystem::galactic ? from_galactic(std::move(v)) : v;
}

}  // namespace catalog::adql
