/// Values brought to the type that a place wants, literals bound as parameters.
#include <algorithm>

#include "catalog/adql/literals.hpp"
#include "catalog/adql/to_sql.hpp"
#include "engine/base/text.hpp"

namespace catalog::adql {

namespace {

[[noreturn]] void refuse_kind(Value const& value, Kind wanted, std::string const& of) {
  refuse(value.place,
         of + " wants " + std::string(word_of(wanted)) + ", not " + std::string(word_of(value.kind)));
}

}  // namespace

void merge_sources(Value& into, Value const& from) {
  for (int const source : from.sources)
    if (std::find(into.sources.begin(), into.sources.end(), source) == into.sources.end())
      into.sources.push_back(source);
  into.repeatable = into.repeatable && from.repeatable;
}

std::string Translator::bind(std::string_view type, std::string text) {
  auto const [entry, is_new] = numbers_.try_emplace({std::string(type), text}, parameters_.size() + 1);
  if (is_new) parameters_.push_back({std::move(text)});
  return "$" + std::to_string(entry->second) + "::" + std::string(type);
}

std::string Translator::number(Value const& value, std::string const& of) {
  if (value.kind == Kind::unknown) return "NULL::float8";
  if (!is_number(value.kind)) refuse_kind(value, Kind::real, of);
  if (value.number && value.kind == Kind::integer) return bind("float8", value.digits);
  return value.kind == Kind::real && value.column.datatype == Datatype::double_ ? value.sql
                                                                                : value.sql + "::float8";
}

std::string Translator::integer(Value const& value, std::string const& of) {
  if (value.kind == Kind::unknown) return "NULL::int8";
  if (value.kind != Kind::integer) refuse_kind(value, Kind::integer, of);
  return value.column.datatype == Datatype::long_ ? value.sql : value.sql + "::int8";
}

std::string Translator::text(Value const& value, std::string const& of) {
  if (value.kind == Kind::unknown) return "NULL::text";
  if (value.kind == Kind::timestamp) return "adql.iso(" + value.sql + ")";
  if (value.kind != Kind::text) {
    std::string const hint = is_number(value.kind) ? " - CAST(... AS VARCHAR) makes it one" : "";
    refuse(value.place, of + " wants a text, not " + std::string(word_of(value.kind)) + hint);
  }
  return value.sql;
}

std::string Translator::timestamp(Value const& value, std::string const& of) {
  if (value.kind == Kind::unknown) return "NULL::timestamp";
  if (value.kind == Kind::timestamp) return value.sql;
  if (value.text) {
    auto const normal = iso_time(*value.text);
    if (!normal) refuse(value.place, "'" + *value.text + "' is no time - write it as '2004-12-08T04:21:03'");
    return bind("timestamp", *normal);
  }
  if (value.kind != Kind::text) refuse_kind(value, Kind::timestamp, of);
  return "adql.time(" + value.sql + ")";
}

std::string Translator::as_kind(Value const& value, Kind kind, std::string const& of) {
  switch (kind) {
    case Kind::integer: return integer(value, of);
    case Kind::real: return number(value, of);
    case Kind::text: return text(value, of);
    case Kind::timestamp: return timestamp(value, of);
    case Kind::unknown: return value.kind == Kind::unknown ? "NULL" : value.sql;
    case Kind::boolean:
    case Kind::point:
    case Kind::circle:
    case Kind::polygon:
    case Kind::region:
    case Kind::array: break;
  }
  if (value.kind == Kind::unknown) return "NULL::" + std::string(sql_type(kind));
  bool const fits = value.kind == kind || (kind == Kind::region && is_geometry(value.kind)) ||
                    (is_geometry(kind) && value.kind == Kind::region);
  if (!fits) refuse_kind(value, kind, of);
  // A column that may hold any shape: the others give NULL.
  if (value.kind == Kind::region && kind == Kind::point) return "adql.counted(" + value.sql + ", 2, 2)";
  return value.sql;
}

Kind Translator::unify(std::vector<Value*> const& values, Place place, std::string const& what) {
  Kind kind = Kind::unknown;
  for (Value const* value : values) {
    auto const common = common_kind(kind, value->kind);
    bool const times = (kind == Kind::timestamp && value->kind == Kind::text) ||
                       (kind == Kind::text && value->kind == Kind::timestamp);
    if (common)
      kind = *common;
    else if (times)
      kind = Kind::timestamp;
    else
      refuse(place,
             what + " " + std::string(word_of(kind)) + " with " + std::string(word_of(value->kind)) +
                 (value->text && is_number(kind)                 ? " - numbers are written without quotes"
                  : is_number(value->kind) && kind == Kind::text ? " - texts are written in single quotes"
                                                                 : ""));
  }
  if (kind == Kind::timestamp)
    for (Value* value : values)
      if (value->kind == Kind::text) {
        value->sql = timestamp(*value, what);
        value->kind = Kind::timestamp;
      }
  return kind;
}

}  // namespace catalog::adql
