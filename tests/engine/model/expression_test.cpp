#include "engine/model/expression.hpp"

#include <doctest/doctest.h>

#include "engine/base/text.hpp"

using namespace engine;

namespace {

std::string_view sign_of(Operator op) {
  constexpr std::string_view signs[] = {"||", "&&", "!", "==", "!=", "<", "<=",  ">",
                                        ">=", "+",  "-", "*",  "/",  "%", "neg", "**"};
  return signs[static_cast<std::size_t>(op)];
}
std::string_view name_of(Function function) {
  constexpr std::string_view names[] = {"abs", "sqrt", "exp",   "log",  "log10", "sin",
                                        "cos", "tan",  "asin",  "acos", "atan",  "atan2",
                                        "min", "max",  "floor", "ceil", "isnan"};
  return names[static_cast<std::size_t>(function)];
}

/// The tree in prefix form, so that grouping can be read.
struct Printer {
  Expression const& expression;
  std::string operator()(double v) const { return shortest(v) + "f"; }
  std::string operator()(std::int64_t v) const { return std::to_string(v); }
  std::string operator()(bool v) const { return v ? "true" : "false"; }
  std::string operator()(ColumnRef c) const { return expression.columns.at(c.index); }
  std::string operator()(Operation const& o) const { return list(sign_of(o.op), o.operands); }
  std::string operator()(Call const& c) const { return list(name_of(c.function), c.arguments); }
  std::string list(std::string_view head, std::vector<ExpressionPtr> const& parts) const {
    std::string out = "(" + std::string(head);
    for (ExpressionPtr const& part : parts) out += " " + std::visit(*this, part->value);
    return out + ")";
  }
};

std::string tree(std::string_view text) {
  auto const parsed = parse_expression(text);
  if (!parsed) return "error at " + std::to_string(parsed.error().position) + ": " + parsed.error().message;
  return std::visit(Printer{*parsed}, parsed->root->value);
}

/// Position of the error; the message must contain `hint`.
std::size_t error_at(std::string_view text, std::string_view hint) {
  auto const parsed = parse_expression(text);
  CAPTURE(text.substr(0, 80));
  REQUIRE_FALSE(parsed);
  CAPTURE(parsed.error().message);
  CHECK(parsed.error().message.find(hint) != std::string::npos);
  return parsed.error().position;
}

int levels(ExpressionNode const& node) {
  int deepest = 0;
  auto const look_at = [&](std::vector<ExpressionPtr> const& parts) {
    for (ExpressionPtr const& part : parts) deepest = std::max(deepest, levels(*part));
  };
  if (auto const* o = std::get_if<Operation>(&node.value)) look_at(o->operands);
  if (auto const* c = std::get_if<Call>(&node.value)) look_at(c->arguments);
  return deepest + 1;
}

std::string repeated(std::string_view part, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += part;
  return out;
}

}  // namespace

TEST_CASE("operators group by their strength") {
  CHECK(tree("MULTIP >= 3 && GAMMANESS > 0.8") == "(&& (>= MULTIP 3) (> GAMMANESS 0.8f))");
  CHECK(tree("a < 1 || b < 2 && c < 3") == "(|| (< a 1) (&& (< b 2) (< c 3)))");
  CHECK(tree("a + b * c - d / e % f > 0") == "(> (- (+ a (* b c)) (% (/ d e) f)) 0)");
  CHECK(tree("-a ** 2 < 0") == "(< (neg (** a 2)) 0)");
  CHECK(tree("2 ** -a ** 2 < 1") == "(< (** 2 (neg (** a 2))) 1)");
  CHECK(tree("a ** b ** c > 1") == "(> (** a (** b c)) 1)");
  CHECK(tree("a - b - c > 0") == "(> (- (- a b) c) 0)");
  CHECK(tree("!a == 1 && b == 2") == "(&& (! (== a 1)) (== b 2))");
  CHECK(tree("(a + b) * c > 0") == "(> (* (+ a b) c) 0)");
  CHECK(tree("!!(a>0)") == "(! (! (> a 0)))");
}

TEST_CASE("words stand for signs in any case, and blanks do not matter") {
  CHECK(tree("a>1 AND NOT b>2 Or c>3") == tree("a > 1 && !(b > 2)\n||\tc > 3"));
  CHECK(tree("android > 1 and order > 2") == "(&& (> android 1) (> order 2))");
}

TEST_CASE("functions take their number of arguments, in any case of their names") {
  CHECK(tree("sqrt(DETX**2 + DETY**2) < 2.5") == "(< (sqrt (+ (** DETX 2) (** DETY 2))) 2.5f)");
  CHECK(tree("Atan2(a, b) > min(c, max(d, 0))") == "(> (atan2 a b) (min c (max d 0)))");
  CHECK(tree("!isnan(a)") == "(! (isnan a))");
  CHECK(tree("min > 1") == "(> min 1)");  // a column of that name
  CHECK(error_at("a > atan2(b)", "atan2 takes 2 arguments, found 1") == 4);
  CHECK(error_at("abs() > 1", "abs takes 1 argument, found 0") == 0);
  CHECK(error_at("sqr(a) > 1", "did you mean sqrt?") == 0);
  CHECK(error_at("frobnicate(a) > 1", "known are: abs sqrt") == 0);
}

TEST_CASE("columns are listed once, as first written, whatever their case") {
  auto const parsed =
      parse_expression("Energy > 1 && ENERGY < 10 && \"odd name\" > 0 && $x-y$ > 0 && \"not\" > 0");
  REQUIRE(parsed);
  CHECK(parsed->columns == std::vector<std::string>{"Energy", "odd name", "x-y", "not"});
  CHECK(parsed->text.starts_with("Energy > 1"));
}

TEST_CASE("whole numbers keep all their 64 bits") {
  CHECK(tree("EVENT_ID == 9223372036854775807") == "(== EVENT_ID 9223372036854775807)");
  CHECK(tree("EVENT_ID == -9223372036854775807") == "(== EVENT_ID -9223372036854775807)");
  CHECK(error_at("EVENT_ID == 9223372036854775808", "64 bits") == 12);
  CHECK(tree("a > -1.5e-3") == "(> a -0.0015f)");
  CHECK(tree("a > .5 && b > 5.") == "(&& (> a 0.5f) (> b 5f))");
  CHECK(error_at("a > 1e999", "range of a double") == 4);
}

TEST_CASE("true and false compare with columns as one and zero") {
  CHECK(tree("IS_GAMMA == true") == "(== IS_GAMMA 1)");
  CHECK(tree("FALSE != FLAG") == "(!= 0 FLAG)");
  CHECK(tree("(a > 1) == (b > 2)") == "(== (> a 1) (> b 2))");
  CHECK(tree("true") == "true");
  CHECK(error_at("FLAG < true", "'<' takes numbers") == 7);
}

TEST_CASE("what is not a condition is refused where it stands") {
  CHECK(error_at("GAMMANESS", "expected a condition, found a number") == 0);
  CHECK(error_at("a > 1 && b + 2", "'&&' takes conditions") == 9);
  CHECK(error_at("a || b > 2", "'||' takes conditions") == 0);
  CHECK(error_at("!a", "'!' takes conditions") == 1);
  CHECK(error_at("1 + (a > 2) > 3", "'+' takes numbers") == 4);
  CHECK(error_at("-(a > 2)", "'-' takes numbers") == 1);
  CHECK(error_at("(a > 1) == b", "'==' takes numbers") == 0);
  CHECK(error_at("abs(a > 1) > 0", "'abs' takes numbers") == 4);
}

TEST_CASE("habits of other languages get a hint") {
  CHECK(error_at("a = 1", "write ==") == 2);
  CHECK(error_at("a > 1 & b > 2", "write &&") == 6);
  CHECK(error_at("a > 1 | b > 2", "write ||") == 6);
  CHECK(error_at("a <> 1", "write !=") == 2);
  CHECK(error_at("a => 1", "write >=") == 2);
  CHECK(error_at("a ^ 2 > 1", "write **") == 2);
  CHECK(error_at("OBJECT == 'Crab'", "text cannot be compared") == 10);
  CHECK(error_at("1 < x < 2", "write 1 < X && X < 2") == 6);
  CHECK(error_at("a == b == c", "chained") == 7);
  CHECK(error_at("ENERGY > 1TeV", "units cannot be written") == 10);
}

TEST_CASE("broken text is refused with the place and what was expected there") {
  CHECK(error_at("", "found nothing") == 0);
  CHECK(error_at("   ", "found nothing") == 0);
  CHECK(error_at("a >", "found the end") == 3);
  CHECK(error_at("a > 1 b", "expected an operator or the end, found 'b'") == 6);
  CHECK(error_at("(a > 1", "expected ')' to close the '(' at character 1") == 6);
  CHECK(error_at("a > 1)", "found ')'") == 5);
  CHECK(error_at("a > * 2", "found '*'") == 4);
  CHECK(error_at("max(a, b", "expected ',' or ')'") == 8);
  CHECK(error_at("max(a,,b) > 0", "found ','") == 6);
  CHECK(error_at("\"a > 1", "no closing") == 0);
  CHECK(error_at("\"\" > 1", "column name") == 0);
  CHECK(error_at("a > 1 # b", "'#' has no meaning") == 6);
  CHECK(error_at("gr\xc3\xb6\xc3\x9f"
                 "e > 1",
                 "double quotes") == 2);
  CHECK(error_at(std::string_view("a > 1\0", 6), "no meaning") == 5);
  CHECK(error_at("1.2.3 > a", "end of the number") == 3);
}

TEST_CASE("hostile nesting is an error, not a stack overflow") {
  for (std::string_view const opening : {"(", "!", "-", "abs(", "a**", "a<(", "a>0&&(", "a>0||!("})
    error_at(repeated(opening, 1'000'000) + "a", "nested deeper than");
  error_at(repeated("a+", 1'000'000) + "a > 0", "nested deeper than");
  error_at(repeated("a*", 1'000'000) + "a > 0", "nested deeper than");
}

TEST_CASE("a long list of runs is no deep tree") {
  auto const parsed = parse_expression(repeated("OBS_ID == 23523 || ", 100'000) + "OBS_ID == 1");
  REQUIRE(parsed);
  CHECK(levels(*parsed->root) < 25);
  CHECK(tree("a>0 && b>0 && c>0 && d>0") == "(&& (&& (> a 0) (> b 0)) (&& (> c 0) (> d 0)))");
}

TEST_CASE("no path in a parsed tree is longer than promised") {
  for (int n = deepest_expression - 5; n < deepest_expression + 5; ++n)
    for (std::string const& text : {repeated("a+", n) + "a > 0", repeated("!", n) + "(a > 0)"})
      if (auto const parsed = parse_expression(text)) CHECK(levels(*parsed->root) <= deepest_expression);
}

TEST_CASE("the caret stands below the place, also in long, broken and non-ASCII text") {
  CHECK(with_caret("a = 1", {2, "write =="}) == "write ==\n  a = 1\n    ^");
  CHECK(with_caret("", {0, "found nothing"}) == "found nothing\n  \n  ^");
  CHECK(with_caret("a > 1\n&& b = 2\n&& c", {11, "here"}) == "here\n  && b = 2\n       ^");
  CHECK(with_caret("\xc3\xa4\xc3\xb6 x", {5, "here"}) == "here\n  \xc3\xa4\xc3\xb6 x\n     ^");
  std::string const far = with_caret(std::string(500, 'a') + "=" + std::string(500, 'b'), {500, "here"});
  auto const lines = split(far, '\n');
  REQUIRE(far.size() < 300);
  std::size_t const line = far.find('\n') + 1, caret = far.rfind('\n') + 1;
  CHECK(far[line + (far.size() - 1 - caret)] == '=');
}
