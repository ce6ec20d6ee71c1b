#include "catalog/adql/place.hpp"

namespace catalog::adql {

std::string text_of(Problem const& problem) {
  return "line " + std::to_string(problem.place.line) + ", column " + std::to_string(problem.place.column) +
         ": " + problem.message;
}

}  // namespace catalog::adql
