#include "catalog/adql/parser.hpp"
#include "catalog/adql/translate.hpp"

namespace catalog::adql {

std::optional<Problem> check_grammar(std::string_view query) {
  auto const parsed = parse(query);
  return parsed ? std::nullopt : std::optional<Problem>(parsed.error());
}

}  // namespace catalog::adql
