#include "catalog/adql/parser.hpp"

#include <utility>

#include "catalog/adql/parser_rules.hpp"

namespace catalog::adql {

Parser::Nesting::Nesting(Parser& parser, Place place)
    : parser_(parser),
      clause_outside_(std::exchange(parser.last_clause_, Word::none)),
      joins_outside_(std::exchange(parser.open_joins_, 0)) {
  if (parser_.depth_ >= max_nesting)
    fail(place,
         "the query is nested too deeply: more than " + std::to_string(max_nesting) + " levels of brackets");
  ++parser_.depth_;
}

Parser::Nesting::~Nesting() {
  --parser_.depth_;
  parser_.last_clause_ = clause_outside_;
  parser_.open_joins_ = joins_outside_;
}

engine::Result<Query, Problem> parse(std::string_view query) {
  try {
    return Parser(query).whole_query();
  } catch (Mistake& mistake) {
    return std::move(mistake.problem);
  }
}

engine::Result<std::vector<Identifier>, Problem> user_functions_in(std::string_view query) {
  try {
    Parser parser(query);
    parser.whole_query();
    return parser.user_functions();
  } catch (Mistake& mistake) {
    return std::move(mistake.problem);
  }
}

}  // namespace catalog::adql
