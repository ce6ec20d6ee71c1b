#include "uws/provenance/votable_tables.hpp"

namespace uws::prov {

using catalog::Column;
using catalog::Datatype;

/// Names and remarks are people's: any language.
Column text_column(std::string name, std::string ucd, std::string utype, std::string text) {
  return {.name = std::move(name),
          .datatype = Datatype::unicode_char,
          .arraysize = "*",
          .ucd = std::move(ucd),
          .utype = std::move(utype),
          .description = std::move(text)};
}

Column time_column(std::string name, std::string ucd, std::string utype, std::string text) {
  return {.name = std::move(name),
          .datatype = Datatype::char_,
          .arraysize = "*",
          .xtype = "timestamp",
          .ucd = std::move(ucd),
          .utype = std::move(utype),
          .description = std::move(text)};
}

Column long_column(std::string name, std::string ucd, std::string text, std::string unit) {
  return {.name = std::move(name),
          .datatype = Datatype::long_,
          .unit = std::move(unit),
          .ucd = std::move(ucd),
          .description = std::move(text)};
}

Column int_column(std::string name, std::string ucd, std::string text) {
  return {.name = std::move(name),
          .datatype = Datatype::int_,
          .ucd = std::move(ucd),
          .description = std::move(text)};
}

}  // namespace uws::prov
