#include "catalog/adql/ast.hpp"

#include <type_traits>

namespace catalog::adql {

bool is_condition(Expr const& expr) {
  auto const among_conditions = [](auto const& node) {
    using Node = std::decay_t<decltype(node)>;
    return std::is_same_v<Node, Comparison> || std::is_same_v<Node, Between> || std::is_same_v<Node, Like> ||
           std::is_same_v<Node, InList> || std::is_same_v<Node, InQuery> || std::is_same_v<Node, IsNull> ||
           std::is_same_v<Node, Exists> || std::is_same_v<Node, Not> || std::is_same_v<Node, Junction>;
  };
  return std::visit(among_conditions, expr.node);
}

}  // namespace catalog::adql
