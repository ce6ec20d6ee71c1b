#include "catalog/adql/mistakes.hpp"

#include <algorithm>
#include <vector>

#include "engine/base/text.hpp"

namespace catalog::adql {

namespace {

struct Habit {
  std::string_view word, advice;
};

constexpr Habit habits[] = {
    {"LIMIT", "ADQL has no LIMIT, write SELECT TOP n"},
    {"FETCH", "ADQL has no FETCH, write SELECT TOP n"},
    {"MINUS", "the difference of two queries is written EXCEPT"},
    {"SELECT",
     "a query inside another one stands in brackets; two queries are joined by UNION, EXCEPT or INTERSECT"},
    {"RECURSIVE", "ADQL has no recursive WITH"},
    {"ESCAPE", "LIKE has no ESCAPE in ADQL"},
    {"REGEXP", "ADQL has no regular expressions, texts are matched by LIKE"},
    {"RLIKE", "ADQL has no regular expressions, texts are matched by LIKE"},
    {"SIMILAR", "ADQL has no regular expressions, texts are matched by LIKE"},
    {"INTO", "results cannot be written into a table"},
    {"OVER", "ADQL has no window functions"},
    {"NULLS", "the place of NULLs in the order cannot be chosen"},
    {"LATERAL", "ADQL has no LATERAL"},
    {"COLLATE", "ADQL has no COLLATE"},
};

constexpr Word between_clauses[] = {
    Word::from_,   Word::where_,     Word::group_, Word::having_, Word::order_, Word::offset_, Word::union_,
    Word::except_, Word::intersect_, Word::join_,  Word::left_,   Word::right_, Word::full_,   Word::inner_,
    Word::cross_,  Word::natural_,   Word::on_,    Word::using_,  Word::as_,    Word::and_,    Word::or_,
    Word::not_,    Word::between_,   Word::like_,  Word::ilike_,  Word::in_,    Word::is_,     Word::asc_,
    Word::desc_,   Word::when_,      Word::then_,  Word::else_,   Word::end_,   Word::by_};

std::string clause_name(Word word) {
  bool const by = word == Word::order_ || word == Word::group_;
  return std::string(spelling(word)) + (by ? " BY" : "");
}

}  // namespace

std::string nearest(std::string_view written, std::span<Word const> candidates) {
  // Short names are near to everything, and nobody misses more than one letter of a keyword.
  if (written.size() < 3) return {};
  std::vector<std::string> words;
  for (Word const word : candidates) {
    std::string_view const text = spelling(word);
    if (text.size() <= written.size() + 1 && written.size() <= text.size() + 1) words.emplace_back(text);
  }
  return engine::nearest_word(written, words).value_or("");
}

std::string reserved_advice(Token const& token) {
  std::string const name(token.text);
  return "'" + name + "' is a reserved word; write \"" + name + "\" in double quotes to use it as a name";
}

std::string advice_on(Token const& token) {
  if (token.kind != TokenKind::word) return {};
  auto const matches = [&](Habit const& habit) { return engine::same_word(habit.word, token.text); };
  auto const* const habit = std::ranges::find_if(habits, matches);
  return habit == std::end(habits) ? std::string{} : std::string(habit->advice);
}

std::span<Word const> words_between_clauses() { return between_clauses; }

std::string clause_order_advice(Word clause, Word last) {
  std::string const here = clause_name(clause), before = clause_name(last);
  if (clause == Word::top_) return "TOP n stands behind SELECT";
  if (clause == Word::union_ || clause == Word::except_ || clause == Word::intersect_)
    return "a query with " + before + " stands in brackets when it is part of " + here;
  if (clause != last)
    return here + " cannot stand behind " + before +
           ": the order is SELECT, FROM, WHERE, GROUP BY, HAVING, ORDER BY, OFFSET";
  if (clause == Word::from_) return "a second FROM: tables are separated by commas or joined by JOIN";
  bool const condition = clause == Word::where_ || clause == Word::having_;
  return "a second " + here +
         (condition ? ": conditions are joined by AND or OR" : ": values are separated by commas");
}

std::string condition_advice(Expr const& value) {
  if (auto const* const call = std::get_if<FunctionCall>(&value.node)) {
    std::string const name = engine::upper(call->name.text);
    if (name == "CONTAINS" || name == "INTERSECTS")
      return name + " gives a number: write 1 = " + name + "(...) or 0 = " + name + "(...)";
  }
  return "expected a condition, found a value: compare it with something (=, <, BETWEEN, LIKE, IN, IS NULL)";
}

}  // namespace catalog::adql
