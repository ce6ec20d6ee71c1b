#include <nlohmann/json.hpp>

#include "uws/admin/sheet.hpp"

namespace uws {
namespace {

using nlohmann::json;

struct CellJson {
  json operator()(std::string const& text) const { return text.empty() ? json(nullptr) : json(text); }
  template <class Value>
  json operator()(Value const& value) const {
    return value;
  }
};

}  // namespace

std::string sheet_json(Sheet const& sheet) {
  json tree = json::object();
  for (auto const& [column, cell] : sheet.facts) tree[column.key] = std::visit(CellJson{}, cell);
  if (!sheet.key.empty()) {
    json rows = json::array();
    for (auto const& row : sheet.rows) {
      json object = json::object();
      for (std::size_t i = 0; i < row.cells.size(); ++i)
        object[sheet.columns[i].key] = std::visit(CellJson{}, row.cells[i]);
      rows.push_back(std::move(object));
    }
    tree[sheet.key] = std::move(rows);
  }
  if (!sheet.next.empty()) tree["next"] = sheet.next;
  return tree.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace uws
