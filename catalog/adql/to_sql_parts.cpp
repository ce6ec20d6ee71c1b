#include "catalog/adql/to_sql_parts.hpp"

#include <unordered_map>

#include "engine/base/text.hpp"

namespace catalog::adql {

std::string working_type(OutputColumn const& output) {
  if (output.kind == Kind::timestamp) return "timestamp";
  if (is_geometry(output.kind)) return "float8[]";
  return delivered_type(output.column);
}

std::string delivered(std::string const& sql, OutputColumn const& output) {
  if (output.kind == Kind::timestamp) return "adql.iso(" + sql + ")";
  if (is_geometry(output.kind) && is_text(output.column.datatype)) return "adql.stcs(" + sql + ")";
  std::string const cast = "::" + delivered_type(output.column);
  return sql.ends_with(cast) ? sql : sql + cast;
}

std::string joined_by(std::string_view word, std::vector<std::string> const& parts) {
  if (parts.size() == 1) return parts.front();
  std::string sql = "(";
  for (std::string const& part : parts) {
    if (sql.size() > 1) (sql += ' ') += std::string(word) + ' ';
    sql += part;
  }
  return sql += ')';
}

std::string filled(std::string_view pattern, std::vector<std::string> const& arguments) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    std::size_t const close = pattern[i] == '{' ? pattern.find('}', i) : std::string_view::npos;
    if (close == std::string_view::npos) {
      out += pattern[i];
      continue;
    }
    auto const number = engine::whole_number(pattern.substr(i + 1, close - i - 1)).value_or(1);
    out += arguments[static_cast<std::size_t>(number) - 1];
    i = close;
  }
  return out;
}

Numbered renumbered(std::string const& sql) {
  Numbered out;
  std::unordered_map<std::size_t, std::size_t> numbers;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    if (sql[i] == '"' || sql[i] == '\'') {  // a name or a constant of ours: copied as it is
      std::size_t const close = sql.find(sql[i], i + 1);
      out.sql.append(sql, i, close - i + 1);
      i = close;
      continue;
    }
    out.sql += sql[i];
    if (sql[i] != '$') continue;
    std::size_t old = 0;
    while (i + 1 < sql.size() && sql[i + 1] >= '0' && sql[i + 1] <= '9')
      old = 10 * old + static_cast<std::size_t>(sql[++i] - '0');
    auto const [entry, is_new] = numbers.try_emplace(old, out.kept.size() + 1);
    if (is_new) out.kept.push_back(old);
    out.sql += std::to_string(entry->second);
  }
  return out;
}

}  // namespace catalog::adql
