#include "catalog/adql/read_queries.hpp"

#include <algorithm>
#include <istream>
#include <optional>
#include <ostream>
#include <vector>

#include "catalog/adql/characters.hpp"
#include "catalog/adql/parser.hpp"
#include "catalog/adql/translate.hpp"
#include "catalog/adql/udf.hpp"
#include "engine/base/text.hpp"

namespace catalog::adql {

namespace {

constexpr std::string_view separator = "----";

/// The text up to the next separator; nothing at the end of the stream.
std::optional<std::string> next_query(std::istream& in) {
  std::string query, line;
  while (std::getline(in, line)) {
    if (engine::trimmed(line) == separator) return query;
    query += line + '\n';
  }
  if (engine::trimmed(query).empty()) return std::nullopt;
  return query;
}

/// Control characters would break the promise of one line for each query.
std::string on_one_line(std::string text) {
  for (char& c : text)
    if (c == '\n' || c == '\r' || c == '\0') c = ' ';
  return text;
}

std::string refusal(Problem const& problem) {
  return "no: " + std::to_string(problem.place.line) + ":" + std::to_string(problem.place.column) + ": " +
         problem.message;
}

std::string with_parameters(Translation const& translation) {
  std::string text = translation.sql;
  for (std::size_t i = 0; i < translation.parameters.size(); ++i)
    text +=
        (i == 0 ? " -- $" : ", $") + std::to_string(i + 1) + " = '" + translation.parameters[i].value + "'";
  return text;
}

struct Answer {
  bool accepted = false;
  std::string text;
};

std::vector<std::string> known_functions(std::span<std::string const> declared) {
  std::vector<std::string> names(declared.begin(), declared.end());
  for (UdfRow const& row : udf_table()) names.emplace_back(row.name);
  return names;
}

Answer without_catalogue(std::string const& query, std::span<std::string const> functions) {
  auto const called = user_functions_in(query);
  if (!called) return {false, refusal(called.error())};
  for (Identifier const& name : *called) {
    auto const is_it = [&](std::string const& known) { return engine::same_word(known, name.text); };
    if (std::ranges::any_of(functions, is_it)) continue;
    std::optional<std::string> const near = engine::nearest_word(name.text, functions);
    return {false, refusal({name.place, "no function '" + shortened(name.text) + "'" +
                                            (near ? " - did you mean " + *near + "?" : "")})};
  }
  return {true, "ok"};
}

Answer with_catalogue(std::string const& query, Tables const& tables) {
  auto const translation = translate(query, tables);
  return translation ? Answer{true, with_parameters(*translation)}
                     : Answer{false, refusal(translation.error())};
}

}  // namespace

QueryVerdicts read_queries(std::istream& in, std::ostream& out, Tables const* tables,
                           std::span<std::string const> declared) {
  std::vector<std::string> const functions = known_functions(declared);
  QueryVerdicts verdicts;
  while (std::optional<std::string> const query = next_query(in)) {
    Answer const answer = tables ? with_catalogue(*query, *tables) : without_catalogue(*query, functions);
    ++(answer.accepted ? verdicts.accepted : verdicts.refused);
    out << on_one_line(answer.text) << '\n' << std::flush;
  }
  return verdicts;
}

}  // namespace catalog::adql
