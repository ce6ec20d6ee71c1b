#include "catalog/adql/translate.hpp"

#include "catalog/adql/parser.hpp"
#include "catalog/adql/to_sql.hpp"

namespace catalog::adql {

engine::Result<Translation, Problem> translate(std::string_view query, Tables const& tables,
                                               TranslateOptions const& options) {
  auto const parsed = parse(query);
  if (!parsed) return parsed.error();
  try {
    return Translator(tables, options).translate(*parsed);
  } catch (Refused const& refused) {
    return refused.problem;
  }
}

}  // namespace catalog::adql
