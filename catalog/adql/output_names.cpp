#include "catalog/adql/output_names.hpp"

#include <map>
#include <set>

#include "engine/base/text.hpp"

namespace catalog::adql {

namespace {

/// The identifier under which ORDER BY finds the column: as the user wrote it, or a regular one.
bool answers_to(SelectedValue const& item, Identifier const& name) {
  if (item.alias) return same_name(*item.alias, name);
  return item.value.source >= 0 && matches(name, item.value.column.name);
}

}  // namespace

void name_outputs(std::vector<SelectedValue>& list) {
  std::set<std::string> taken;
  std::map<std::string, int> numbers;  // the last one behind each stem
  for (SelectedValue& item : list) {
    if (item.alias) item.value.column.name = item.alias->text;
    if (item.alias || item.value.source >= 0) taken.insert(engine::lower(item.value.column.name));
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].alias || list[i].value.source >= 0) continue;
    std::string& name = list[i].value.column.name;
    if (name.empty()) name = "col_" + std::to_string(i + 1);
    std::string const stem = name;
    int& number = numbers[engine::lower(stem)];
    while (!taken.insert(engine::lower(name)).second) name = stem + "_" + std::to_string(++number + 1);
  }
}

Expr const* value_named(Identifier const& name, Select const& select, Scope const& scope) {
  if (!scope.columns.named(name).empty()) return nullptr;  // a column of the tables comes first
  Expr const* found = nullptr;
  for (SelectItem const& item : select.items) {
    auto const* named = std::get_if<NamedValue>(&item.node);
    if (named == nullptr || !named->alias || !same_name(*named->alias, name)) continue;
    if (found != nullptr) refuse(name.place, "'" + name.text + "' is the name of several selected values");
    found = &named->value;
  }
  return found;
}

std::optional<std::size_t> position_named(Identifier const& name, std::vector<SelectedValue> const& list) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!answers_to(list[i], name)) continue;
    if (found && list[*found].value.sql != list[i].value.sql)
      refuse(name.place, "'" + name.text + "' is ambiguous: columns " + std::to_string(*found + 1) + " and " +
                             std::to_string(i + 1) + " of the answer have that name");
    if (!found) found = i;
  }
  return found;
}

}  // namespace catalog::adql
