#include "catalog/pg/array.hpp"

#include <algorithm>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace catalog::pg {

namespace {

template <class Range, class Append>
std::string braces(Range const& elements, Append append) {
  std::string out = "{";
  for (auto const& element : elements) {
    if (out.size() > 1) out += ',';
    append(out, element);
  }
  return out += '}';
}

/// Reads one-dimensional arrays from left to right.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::vector<std::optional<std::string>> elements() {
    // "[0:2]={...}": the bounds do not matter to us.
    if (text_.starts_with('[')) at_ = std::min(text_.find('='), text_.size() - 1) + 1;
    expect('{');
    std::vector<std::optional<std::string>> found;
    if (peek() == '}') return finish(std::move(found));
    while (true) {
      found.push_back(peek() == '"' ? quoted() : bare());
      if (peek() != ',') return finish(std::move(found));
      ++at_;
    }
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  [[noreturn]] void refuse() const {
    throw engine::Failure(engine::Fault::internal, "database answer: not a one-dimensional array: " +
                                                       std::string(text_.substr(0, 100)));
  }
  void expect(char c) {
    if (peek() != c || at_ >= text_.size()) refuse();
    ++at_;
  }
  std::vector<std::optional<std::string>> finish(std::vector<std::optional<std::string>> found) {
    expect('}');
    if (at_ != text_.size()) refuse();
    return found;
  }
  std::optional<std::string> quoted() {
    std::string out;
    for (expect('"'); peek() != '"'; ++at_) {
      if (peek() == '\\') ++at_;
      if (at_ >= text_.size()) refuse();
      out += text_[at_];
    }
    ++at_;
    return out;
  }
  std::optional<std::string> bare() {
    std::size_t const end = text_.find_first_of(",{}\"", at_);
    if (end == std::string_view::npos || end == at_ || text_[end] == '{' || text_[end] == '"') refuse();
    std::string_view const word = text_.substr(at_, end - at_);
    at_ = end;
    if (word == "NULL") return std::nullopt;
    return std::string(word);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::string array_text(std::span<std::string const> elements) {
  return braces(elements, [](std::string& out, std::string const& element) {
    out += '"';
    for (char const c : element) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  });
}

std::string array_text(std::span<double const> elements) {
  return braces(elements, [](std::string& out, double element) { out += engine::shortest(element); });
}

std::vector<std::optional<std::string>> array_elements(std::string_view text) {
  return Reader(text).elements();
}

std::string quoted_name(std::string_view name) {
  if (name.empty() || name.size() > 63 || name.find('\0') != std::string_view::npos)
    throw engine::Failure(engine::Fault::bad_request, "not a name for the database: '" +
                                                          std::string(name.substr(0, 63)) +
                                                          "' (1 to 63 bytes, no NUL character)");
  std::string out = "\"";
  for (char const c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  return out += '"';
}

}  // namespace catalog::pg
