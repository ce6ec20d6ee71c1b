#include "catalog/adql/lexer.hpp"

#include <algorithm>

#include "catalog/adql/characters.hpp"

namespace catalog::adql {

namespace {

struct Spelling {
  std::string_view text;
  Symbol symbol;
};

// Longer ones first.
constexpr Spelling symbols[] = {{"<>", Symbol::not_equal},
                                {"!=", Symbol::not_equal},
                                {"<=", Symbol::less_or_equal},
                                {">=", Symbol::greater_or_equal},
                                {"||", Symbol::bars},
                                {"(", Symbol::open},
                                {")", Symbol::close},
                                {",", Symbol::comma},
                                {".", Symbol::dot},
                                {";", Symbol::semicolon},
                                {"*", Symbol::star},
                                {"/", Symbol::slash},
                                {"+", Symbol::plus},
                                {"-", Symbol::minus},
                                {"=", Symbol::equal},
                                {"<", Symbol::less},
                                {">", Symbol::greater}};

struct Foreign {
  std::string_view text, advice;
};

/// Habits of other languages.
constexpr Foreign foreign[] = {
    {"==", "unexpected '==': equality is written ="},
    {"=<", "unexpected '=<': write <="},
    {"=>", "unexpected '=>': write >="},
    {"**", "unexpected '**': powers are written POWER(a, b)"},
    {"/*", "unexpected '/*': comments begin with -- and end with the line"},
    {"//", "unexpected '//': comments begin with -- and end with the line"},
    {"&&", "unexpected '&&': conditions are joined by AND"},
};

template <class Test>
std::size_t run_length(std::string_view text, std::size_t from, Test test) {
  std::size_t end = from;
  while (end < text.size() && test(text[end])) ++end;
  return end - from;
}

/// Of "e-5" at the beginning of `text`, 0 when it is none: in "2desc" the e belongs to a word.
std::size_t exponent_length(std::string_view text) {
  if (text.empty() || (text[0] != 'e' && text[0] != 'E')) return 0;
  std::size_t const sign = text.size() > 1 && (text[1] == '+' || text[1] == '-') ? 1 : 0;
  std::size_t const digits = run_length(text, 1 + sign, is_digit);
  return digits == 0 ? 0 : 1 + sign + digits;
}

}  // namespace

Token Lexer::next() {
  skip_blanks_and_comments();
  if (rest_.empty()) return {.place = place_};
  char const c = rest_[0];
  if (is_letter(c)) {
    Token token = taken(run_length(rest_, 0, is_name_part), TokenKind::word);
    token.word = classify(token.text);
    return token;
  }
  if (is_digit(c) || (c == '.' && rest_.size() > 1 && is_digit(rest_[1]))) return number();
  if (c == '\'' || c == '"') return quoted(c);
  return symbol();
}

void Lexer::skip_blanks_and_comments() {
  while (!rest_.empty()) {
    if (rest_.starts_with("--")) {
      skip_comment();
      continue;
    }
    Character const c = first_character(rest_);
    if (!c.valid || !is_blank(c.code)) return;
    advance_over(static_cast<std::size_t>(c.bytes));
  }
}

/// Comments may hold any bytes: nobody reads them.
void Lexer::skip_comment() {
  std::size_t const end = std::min(rest_.find_first_of("\r\n"), rest_.size());
  rest_.remove_prefix(end);
  place_.column += static_cast<int>(end);  // of no account: a line ends here, or the query
}

Token Lexer::number() {
  if (rest_.size() > 1 && rest_[0] == '0' && (rest_[1] == 'x' || rest_[1] == 'X')) {
    std::size_t const digits = run_length(rest_, 2, is_hex_digit);
    if (digits > 0) return taken(2 + digits, TokenKind::hexadecimal);
  }
  std::size_t length = run_length(rest_, 0, is_digit);
  TokenKind kind = TokenKind::integer;
  if (length < rest_.size() && rest_[length] == '.') {
    length += 1 + run_length(rest_, length + 1, is_digit);
    kind = TokenKind::decimal;
  }
  if (std::size_t const exponent = exponent_length(rest_.substr(length)); exponent > 0)
    return taken(length + exponent, TokenKind::floating);
  return taken(length, kind);
}

Token Lexer::quoted(char quote) {
  std::size_t end = 1;
  while (true) {
    end = rest_.find(quote, end);
    if (end == std::string_view::npos)
      refuse(quote == '\'' ? "the string that begins here does not end: ' is missing"
                           : "the name that begins here does not end: \" is missing");
    if (end + 1 == rest_.size() || rest_[end + 1] != quote) break;
    end += 2;
  }
  if (quote == '"' && end == 1)
    refuse("a name in double quotes cannot be empty; strings are written in single quotes");
  Token token{.kind = quote == '\'' ? TokenKind::string : TokenKind::delimited,
              .place = place_,
              .text = rest_.substr(0, end + 1)};
  advance_over(end + 1);
  return token;
}

Token Lexer::symbol() {
  for (Foreign const& habit : foreign)
    if (rest_.starts_with(habit.text)) refuse(std::string(habit.advice));
  for (Spelling const& known : symbols) {
    if (!rest_.starts_with(known.text)) continue;
    Token token = taken(known.text.size(), TokenKind::symbol);
    token.symbol = known.symbol;
    return token;
  }
  refuse(complaint_about(first_character(rest_), rest_));
}

Token Lexer::taken(std::size_t bytes, TokenKind kind) {
  Token const token{.kind = kind, .place = place_, .text = rest_.substr(0, bytes)};
  rest_.remove_prefix(bytes);
  place_.column += static_cast<int>(bytes);
  return token;
}

void Lexer::advance_over(std::size_t bytes) {
  std::size_t const end = rest_.size() - bytes;
  while (rest_.size() > end) {
    Character const c = first_character(rest_);
    if (!c.valid || c.code == 0) refuse(complaint_about(c, rest_));
    bool const line_ends = c.code == U'\n' || (c.code == U'\r' && !rest_.starts_with("\r\n"));
    place_ = line_ends ? Place{place_.line + 1, 1} : Place{place_.line, place_.column + 1};
    rest_.remove_prefix(static_cast<std::size_t>(c.bytes));
  }
}

void Lexer::refuse(std::string message) const { throw Mistake{{place_, std::move(message)}}; }

}  // namespace catalog::adql
