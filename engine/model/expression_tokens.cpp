#include "engine/model/expression_tokens.hpp"

#include <array>

#include "engine/base/text.hpp"

namespace engine {

namespace {

struct Spelling {
  std::string_view text;
  Operator op;
};
// Longer ones first: the first that fits is taken.
constexpr std::array<Spelling, 15> spellings{{{"||", Operator::logical_or},
                                              {"&&", Operator::logical_and},
                                              {"==", Operator::equal},
                                              {"!=", Operator::not_equal},
                                              {"<=", Operator::less_equal},
                                              {">=", Operator::greater_equal},
                                              {"**", Operator::power},
                                              {"!", Operator::logical_not},
                                              {"<", Operator::less},
                                              {">", Operator::greater},
                                              {"+", Operator::add},
                                              {"-", Operator::subtract},
                                              {"*", Operator::multiply},
                                              {"/", Operator::divide},
                                              {"%", Operator::modulo}}};

/// What people write who think of another language.
struct Habit {
  std::string_view text, advice;
};
constexpr std::array<Habit, 10> habits{
    {{"<>", "'<>' is not an operator here: write !="},
     {"=<", "'=<' is not an operator here: write <="},
     {"=>", "'=>' is not an operator here: write >="},
     {"=!", "'=!' is not an operator here: write !="},
     {"=", "'=' does not compare: write =="},
     {"&", "single '&' is not an operator here: write && (or the word and)"},
     {"|", "single '|' is not an operator here: write || (or the word or)"},
     {"^", "'^' is not an operator here: write ** for a power"},
     {"~", "'~' is not an operator here: write ! (or the word not)"},
     {"'",
      "text cannot be compared; a column name with unusual characters "
      "goes in \"double quotes\""}}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

Token number_token(std::string_view text, std::size_t from) {
  std::size_t to = from;
  auto const skip_digits = [&] {
    while (to < text.size() && is_digit(text[to])) ++to;
  };
  skip_digits();
  bool whole = true;
  if (to < text.size() && text[to] == '.') {
    whole = false;
    ++to;
    skip_digits();
  }
  if (to < text.size() && (text[to] == 'e' || text[to] == 'E')) {
    std::size_t const sign = to + 1 < text.size() && (text[to + 1] == '+' || text[to + 1] == '-') ? 1 : 0;
    if (to + 1 + sign < text.size() && is_digit(text[to + 1 + sign])) {
      whole = false;
      to += 1 + sign;
      skip_digits();
    }
  }
  std::string_view const written = text.substr(from, to - from);
  if (to < text.size() && (is_letter(text[to]) || text[to] == '.'))
    throw SyntaxError{to, "expected the end of the number " + std::string(written) + ", found '" + text[to] +
                              "' (units cannot be written; columns are in the units of the file)"};
  if (whole) {
    if (auto const value = whole_number(written)) return {*value, from, written};
    throw SyntaxError{from, "the whole number " + std::string(written) + " does not fit in 64 bits"};
  }
  if (auto const value = number(written)) return {*value, from, written};
  throw SyntaxError{from, "the number " + std::string(written) + " is outside the range of a double"};
}

Token word_token(std::string_view text, std::size_t from) {
  std::size_t to = from;
  while (to < text.size() && (is_letter(text[to]) || is_digit(text[to]))) ++to;
  std::string_view const word = text.substr(from, to - from);
  if (same_word(word, "and")) return {Operator::logical_and, from, word};
  if (same_word(word, "or")) return {Operator::logical_or, from, word};
  if (same_word(word, "not")) return {Operator::logical_not, from, word};
  if (same_word(word, "true")) return {true, from, word};
  if (same_word(word, "false")) return {false, from, word};
  return {NameToken{std::string(word), false}, from, word};
}

Token quoted_token(std::string_view text, std::size_t from) {
  char const quote = text[from];
  std::size_t const end = text.find(quote, from + 1);
  if (end == text.npos)
    throw SyntaxError{from, std::string("the column name that begins here has no closing ") + quote};
  std::string_view const name = trimmed(text.substr(from + 1, end - from - 1));
  if (name.empty()) throw SyntaxError{from, "expected a column name between the quotes, found none"};
  return {NameToken{std::string(name), true}, from, text.substr(from, end + 1 - from)};
}

}  // namespace

Token next_token(std::string_view text, std::size_t position) {
  while (position < text.size() && is_blank(text[position])) ++position;
  if (position == text.size()) return {Mark::end, position, {}};
  std::string_view const rest = text.substr(position);
  char const c = rest[0];
  if (is_digit(c) || (c == '.' && rest.size() > 1 && is_digit(rest[1]))) return number_token(text, position);
  if (is_letter(c)) return word_token(text, position);
  if (c == '"' || c == '$') return quoted_token(text, position);
  if (c == '(') return {Mark::open, position, rest.substr(0, 1)};
  if (c == ')') return {Mark::close, position, rest.substr(0, 1)};
  if (c == ',') return {Mark::comma, position, rest.substr(0, 1)};
  if (!rest.starts_with("<>"))
    for (Spelling const& s : spellings)
      if (rest.starts_with(s.text)) return {s.op, position, rest.substr(0, s.text.size())};
  for (Habit const& habit : habits)
    if (rest.starts_with(habit.text)) throw SyntaxError{position, std::string(habit.advice)};
  bool const printable = c > ' ' && c < '\x7f';
  throw SyntaxError{position, printable ? std::string("'") + c + "' has no meaning here"
                                        : "this character has no meaning here; a column name with unusual "
                                          "characters goes in \"double quotes\""};
}

}  // namespace engine
