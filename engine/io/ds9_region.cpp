#include "engine/io/ds9_region.hpp"

#include <algorithm>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/ds9_shapes.hpp"

namespace engine {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool ends_command(char c) { return c == '\n' || c == ';'; }

class Parser {
 public:
  Parser(std::string_view text, std::optional<Ds9System> system) : text_(text), system_(system) {}

  RegionText whole() {
    for (skip_space(); !done(); skip_space()) command();
    if (out_.region.everything())
      throw SyntaxError{text_.size(),
                        "expected at least one shape with an area (circle, annulus, box, ellipse, "
                        "polygon), found none"};
    return std::move(out_);
  }

 private:
  void command() {
    if (here() == '#') return skip_line();
    std::size_t const start = at_;
    bool const excluded = here() == '-';
    bool const has_sign = excluded || here() == '+';
    if (has_sign) ++at_;
    skip_blanks();
    std::size_t const name_at = at_;
    std::string const name = lower(word());
    if (name.empty()) fail_here("expected a shape or a coordinate system");
    if (!has_sign && is_setting(name, name_at)) return;
    Ds9Call const call = arguments_of(name, name_at);
    add(call, excluded);
    skip_joint(call, excluded, start);
    if (joined_) return;
    skip_blanks();
    if (!done() && !ends_command(here()) && here() != '#')
      fail_here("expected the end of the line, ';' or '#'");
    skip_properties();
  }

  /// `global` lines and coordinate systems.
  bool is_setting(std::string const& name, std::size_t name_at) {
    if (name == "global") {
      skip_properties();
      return true;
    }
    if (auto const system = ds9_system(name)) {
      system_ = system;
      return true;
    }
    // Other pictures of a multi-extension file have wcs systems of their own: wcsa, wcsb, ...
    bool const other_wcs = name.size() == 4 && name.starts_with("wcs");
    std::string_view const reason = refused_ds9_system(other_wcs ? "wcs" : name);
    if (!reason.empty()) throw SyntaxError{name_at, name + ": " + std::string(reason)};
    return false;
  }

  void add(Ds9Call const& call, bool excluded) {
    if (has_no_area(call.name)) {
      out_.notes.push_back("line " + std::to_string(line_of(call.position)) + ": " + call.name +
                           " has no area and selects nothing");
      return;
    }
    if (!is_ds9_shape(call.name))
      throw SyntaxError{call.position, "the shape '" + call.name +
                                           "' is not supported; write it as circle, "
                                           "annulus, box, ellipse or polygon"};
    if (!system_)
      throw SyntaxError{call.position,
                        "no coordinate system is given before the first shape; write a line "
                        "with icrs, fk5 or galactic above it"};
    (excluded ? out_.region.exclude : out_.region.include).push_back(make_shape(call, *system_));
  }

  Ds9Call arguments_of(std::string const& name, std::size_t name_at) {
    Ds9Call call{name, name_at, {}, 0};
    skip_blanks();
    std::size_t const open = at_;
    bool const parenthesis = !done() && here() == '(';
    if (parenthesis) ++at_;
    // The old way of writing has no parentheses, and ends with the line.
    for (;;) {
      while (!done() && (is_blank(here()) || here() == ',')) ++at_;
      if (done() || ends_command(here()) || here() == '#' || here() == '|' || here() == ')') break;
      std::size_t const from = at_;
      while (!done() && !is_blank(here()) && !ends_command(here()) &&
             std::string_view(",)#|").find(here()) == std::string_view::npos)
        ++at_;
      call.arguments.push_back({text_.substr(from, at_ - from), from});
    }
    call.end = at_;
    if (parenthesis) {
      if (done() || here() != ')') throw SyntaxError{open, "this '(' has no matching ')'"};
      ++at_;
    }
    if (call.arguments.empty() && !parenthesis && !has_no_area(name) && !is_ds9_shape(name))
      throw SyntaxError{name_at, "expected a shape or a coordinate system, found '" + name + "'"};
    return call;
  }

  /// `||` joins shapes to a composite. What is excluded there would be excluded from the composite only.
  void skip_joint(Ds9Call const& call, bool excluded, std::size_t start) {
    skip_blanks();
    bool const joined_before = joined_;
    joined_ = text_.substr(at_).starts_with("||");
    if (joined_) at_ += 2;
    if (excluded && (joined_ || joined_before))
      throw SyntaxError{start, "-" + call.name +
                                   ": an excluded part of a composite is not supported; exclude "
                                   "it outside the composite"};
  }

  /// From here to the end of the command, stepping over quoted text: {a;b}, "a;b", 'a;b'.
  void skip_properties() {
    std::size_t const line_end = std::min(text_.find('\n', at_), text_.size());
    while (at_ < line_end && here() != ';') {
      char const closing = here() == '{' ? '}' : here();
      bool const quote = closing == '}' || closing == '"' || closing == '\'';
      std::size_t const end = quote ? text_.find(closing, at_ + 1) : text_.npos;
      at_ = end < line_end ? end + 1 : at_ + 1;  // a lone apostrophe quotes nothing
    }
  }

  void skip_line() {
    while (!done() && here() != '\n') ++at_;
  }
  void skip_blanks() {
    while (!done() && is_blank(here())) ++at_;
  }
  void skip_space() {
    while (!done() && (is_blank(here()) || ends_command(here()))) ++at_;
  }
  std::string_view word() {
    std::size_t const from = at_;
    while (!done() && (is_letter(here()) || (at_ > from && here() >= '0' && here() <= '9'))) ++at_;
    return text_.substr(from, at_ - from);
  }

  [[noreturn]] void fail_here(std::string const& expected) const {
    std::size_t const end = std::min(text_.find_first_of("\n;", at_), text_.size());
    std::string const found(trimmed(text_.substr(at_, std::min<std::size_t>(end - at_, 30))));
    throw SyntaxError{at_, expected + ", found " + (found.empty() ? "the end" : "'" + found + "'")};
  }
  std::size_t line_of(std::size_t position) const {
    auto const upto = text_.begin() + static_cast<std::ptrdiff_t>(position);
    return 1 + static_cast<std::size_t>(std::count(text_.begin(), upto, '\n'));
  }

  bool done() const { return at_ == text_.size(); }
  char here() const { return text_[at_]; }

  std::string_view text_;
  std::size_t at_ = 0;
  std::optional<Ds9System> system_;
  bool joined_ = false;
  RegionText out_;
};

RegionText parse(std::string_view text, std::string const& source, std::optional<Ds9System> system) {
  try {
    return Parser(text, system).whole();
  } catch (SyntaxError const& error) {
    std::string_view const before = text.substr(0, error.position);
    auto const line = 1 + std::count(before.begin(), before.end(), '\n');
    std::size_t const column = error.position - (before.rfind('\n') + 1) + 1;  // npos + 1 is 0
    throw Failure(Fault::bad_request, source + ": line " + std::to_string(line) + ", character " +
                                          std::to_string(column) + ": " + error.message);
  }
}

}  // namespace

RegionText parse_ds9_file(std::string_view text, std::string const& file) {
  return parse(text, file, std::nullopt);
}

RegionText parse_region_shapes(std::string_view text, std::string const& source) {
  return parse(text, source, Ds9System::icrs);
}

}  // namespace engine
