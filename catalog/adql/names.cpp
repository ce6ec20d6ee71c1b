#include "catalog/adql/names.hpp"

#include <algorithm>

#include "engine/base/text.hpp"

namespace catalog::adql {

void refuse(Place place, std::string message) { throw Refused{{place, std::move(message)}}; }

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_letters(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

bool matches(Identifier const& written, std::string_view declared) {
  return written.delimited ? written.text == declared : same_letters(written.text, declared);
}

bool same_name(Identifier const& a, Identifier const& b) {
  return a.delimited && b.delimited ? a.text == b.text : same_letters(a.text, b.text);
}

std::string_view unquoted(std::string_view declared) {
  bool const quoted = declared.size() >= 3 && declared.front() == '"' && declared.back() == '"';
  return quoted ? declared.substr(1, declared.size() - 2) : declared;
}

std::string sql_quoted(std::string const& name) {
  std::string out = "\"";
  for (char const c : name) {
    if (c == '"') out += '"';
    if (c != '\0') out += c;
  }
  return out += '"';
}

std::string text_of(NamePath const& path) {
  std::string out;
  for (Identifier const& part : path) out += (out.empty() ? "" : ".") + part.text;
  return out;
}

namespace {

std::string label(Source const& source) {
  return (source.schema.empty() ? "" : source.schema + ".") + source.name.text;
}

bool is_meant(Source const& source, NamePath const& path, std::size_t parts) {
  if (!same_name(path[parts - 1], source.name)) return false;
  return parts == 1 || (!source.schema.empty() && matches(path[parts - 2], source.schema));
}

std::string suggestion(std::string const& word, std::vector<std::string> const& known) {
  auto const near = engine::nearest_word(word, known);
  return near ? " - did you mean " + *near + "?" : "";
}

/// The source that the first `parts` names of the path stand for, from the inside outwards.
Source const* source_of(NamePath const& path, std::size_t parts, Scope const& scope, Scope const** found_in) {
  for (Scope const* s = &scope; s != nullptr; s = s->outer) {
    Source const* found = nullptr;
    for (Source const& source : s->sources) {
      if (!is_meant(source, path, parts)) continue;
      if (found != nullptr)
        refuse(path[parts - 1].place,
               "'" + text_of({path.begin(), path.begin() + static_cast<std::ptrdiff_t>(parts)}) +
                   "' is ambiguous: it can be " + label(*found) + " or " + label(source));
      found = &source;
    }
    if (found == nullptr) continue;
    if (found_in != nullptr) *found_in = s;
    return found;
  }
  return nullptr;
}

[[noreturn]] void refuse_source(NamePath const& path, std::size_t parts, Scope const& scope) {
  NamePath const table(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(parts));
  std::string const written = text_of(table);
  std::vector<std::string> known;
  for (Scope const* s = &scope; s != nullptr; s = s->outer) {
    for (Source const& source : s->sources) {
      known.push_back(label(source));
      std::string const hidden = engine::lower(source.hidden), wanted = engine::lower(written);
      bool const is_tail = hidden.size() > wanted.size() && hidden.ends_with("." + wanted);
      if (!hidden.empty() && (hidden == wanted || is_tail))
        refuse(path[0].place, "table '" + written + "' has the alias " + source.name.text + " here - write " +
                                  source.name.text + " in its place");
    }
  }
  refuse(path[0].place, "no table '" + written + "' in FROM" + suggestion(written, known));
}

/// One of several columns whose names differ in case only: the one spelt as written.
SourceColumn const* exactly_spelt(std::vector<SourceColumn const*> const& found, std::string const& name) {
  SourceColumn const* exact = nullptr;
  for (SourceColumn const* column : found) {
    if (column->name != name) continue;
    if (exact != nullptr) return nullptr;
    exact = column;
  }
  return exact;
}

std::string owner_of(SourceColumn const& column, Scope const& scope) {
  for (Source const& source : scope.sources)
    for (SourceColumn const& own : source.columns)
      if (own.sql == column.sql) return label(source) + "." + column.name;
  return column.name;
}

SourceColumn const* only_one(std::vector<SourceColumn const*> const& found, Identifier const& name,
                             std::string const& written, Scope const& scope) {
  if (found.empty()) return nullptr;
  if (found.size() == 1) return found.front();
  if (auto const* exact = exactly_spelt(found, name.text)) return exact;
  refuse(name.place, "column '" + written + "' is ambiguous: it can be " + owner_of(*found[0], scope) +
                         " or " + owner_of(*found[1], scope));
}

void add_names(ColumnList const& columns, std::vector<std::string>& names) {
  for (SourceColumn const& column : columns) names.push_back(column.name);
}

[[noreturn]] void refuse_column(NamePath const& path, std::vector<std::string> const& known,
                                std::string const& where) {
  Identifier const& name = path.back();
  std::string message = "no column '" + name.text + "'" + where;
  for (std::string const& other : known)
    if (name.delimited && engine::lower(other) == engine::lower(name.text))
      refuse(name.place,
             message + " - within double quotes the case counts: did you mean \"" + other + "\"?");
  std::string const near = suggestion(name.text, known);
  if (near.empty() && name.delimited && path.size() == 1)
    refuse(name.place,
           message + " - texts stand in single quotes ('" + name.text + "'), double quotes are for names");
  refuse(name.place, message + near);
}

}  // namespace

Found find_column(NamePath const& path, Scope const& scope) {
  if (path.size() == 1) {
    for (Scope const* s = &scope; s != nullptr; s = s->outer)
      if (auto const* column = only_one(s->columns.named(path[0]), path[0], path[0].text, *s))
        return {column, s};
    std::vector<std::string> known;
    for (Scope const* s = &scope; s != nullptr; s = s->outer) add_names(s->columns, known);
    refuse_column(path, known, "");
  }
  Scope const* where = nullptr;
  Source const* source = source_of(path, path.size() - 1, scope, &where);
  if (source == nullptr) refuse_source(path, path.size() - 1, scope);
  if (auto const* column = only_one(source->columns.named(path.back()), path.back(), text_of(path), *where))
    return {column, where};
  std::vector<std::string> known;
  add_names(source->columns, known);
  refuse_column(path, known, " in " + label(*source));
}

Source const& find_source(NamePath const& path, Scope const& scope) {
  Source const* source = nullptr;
  Scope const* where = nullptr;
  source = source_of(path, path.size(), scope, &where);
  if (source == nullptr || where != &scope) refuse_source(path, path.size(), scope);
  return *source;
}

namespace {

/// The catalogue name that a four-part name may begin with.
constexpr std::string_view our_catalog = "distiller";

/// TAP_SCHEMA may declare a table with its schema in front of its name.
std::string_view last_name(PublishedTable const& table) {
  std::string_view name = table.name;
  if (name.size() > table.schema.size() && name.starts_with(table.schema) && name[table.schema.size()] == '.')
    name.remove_prefix(table.schema.size() + 1);
  return unquoted(name);
}

std::string full_name(PublishedTable const& table) {
  return std::string(unquoted(table.schema)) + "." + std::string(last_name(table));
}

bool is_meant(PublishedTable const& table, NamePath const& path) {
  return matches(path.back(), last_name(table)) &&
         (path.size() == 1 || matches(path[path.size() - 2], unquoted(table.schema)));
}

/// Of tables whose names differ in case only, the one spelt as written.
PublishedTable const* exactly_spelt(std::vector<PublishedTable const*> const& found, NamePath path) {
  for (Identifier& part : path) part.delimited = true;
  PublishedTable const* exact = nullptr;
  for (PublishedTable const* table : found) {
    if (!is_meant(*table, path)) continue;
    if (exact != nullptr) return nullptr;
    exact = table;
  }
  return exact;
}

[[noreturn]] void refuse_table(NamePath const& path, Tables const& tables) {
  std::vector<std::string> known;
  for (PublishedTable const& table : tables.tables) {
    known.push_back(full_name(table));
    if (path.size() == 1) known.emplace_back(last_name(table));
  }
  refuse(path[0].place, "no table '" + text_of(path) + "'" + suggestion(text_of(path), known));
}

}  // namespace

PublishedTable const& find_table(NamePath const& path, Tables const& tables) {
  if (path.size() == 3 && !same_letters(path[0].text, our_catalog))
    refuse(path[0].place, "no catalogue '" + path[0].text + "' - tables are named schema.table");
  std::vector<PublishedTable const*> found;
  for (PublishedTable const& table : tables.tables)
    if (is_meant(table, path)) found.push_back(&table);
  if (found.empty()) refuse_table(path, tables);
  if (found.size() == 1) return *found.front();
  if (auto const* exact = path.size() > 1 ? exactly_spelt(found, path) : nullptr) return *exact;
  refuse(path[0].place, "table '" + text_of(path) + "' is ambiguous: it can be " + full_name(*found[0]) +
                            " or " + full_name(*found[1]));
}

}  // namespace catalog::adql
