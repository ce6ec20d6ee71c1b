#include "engine/base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>

namespace engine {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f'; }
char lower_char(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char upper_char(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// Optimal string alignment: a swap of two neighbours ("emni" for "emin") is one mistake, not two.
std::size_t mistakes_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last, last(b.size() + 1), now(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t const cost = a[i - 1] == b[j - 1] ? 0 : 1;
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + cost});
      bool const swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) now[j] = std::min(now[j], before_last[j - 2] + 1);
    }
    before_last = last;
    last = now;
  }
  return last[b.size()];
}

template <class Number>
std::optional<Number> whole_text_as(std::string_view text) {
  Number value{};
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string_view without_plus(std::string_view text) {
  bool const plus = text.size() > 1 && text[0] == '+' && text[1] != '-' && text[1] != '+';
  return plus ? text.substr(1) : text;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower_char);
  return out;
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), upper_char);
  return out;
}

bool same_word(std::string_view a, std::string_view b) {
  a = trimmed(a);
  b = trimmed(b);
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower_char(x) == lower_char(y); });
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  if (text.empty()) return parts;
  for (std::size_t from = 0;;) {
    std::size_t const to = text.find(separator, from);
    parts.emplace_back(trimmed(text.substr(from, to == text.npos ? text.npos : to - from)));
    if (to == text.npos) return parts;
    from = to + 1;
  }
}

std::string joined(std::vector<std::string> const& words, std::string_view separator) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) out += (i == 0 ? "" : std::string(separator)) + words[i];
  return out;
}

std::optional<double> number(std::string_view text) {
  std::string plain(without_plus(trimmed(text)));
  if (plain.empty()) return std::nullopt;
  bool const digits_lead = (plain[0] >= '0' && plain[0] <= '9') || plain[0] == '.' || plain[0] == '-';
  // FITS writes Fortran exponents (1.0D-3), which from_chars does not know.
  if (digits_lead)
    std::replace_if(
        plain.begin(), plain.end(), [](char c) { return c == 'D' || c == 'd'; }, 'E');
  return whole_text_as<double>(plain);
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  return whole_text_as<std::int64_t>(without_plus(trimmed(text)));
}

std::string shortest(double value) {
  std::array<char, 32> buffer{};
  auto const [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return std::string(buffer.data(), error == std::errc{} ? end : buffer.data());
}

std::optional<std::string> nearest_word(std::string_view word, std::span<std::string const> candidates) {
  std::string const wanted = lower(word);
  std::size_t fewest = wanted.size() / 3 + 2;  // more mistakes than this is another word
  std::optional<std::string> best;
  for (std::string const& candidate : candidates) {
    std::size_t const mistakes = mistakes_between(wanted, lower(candidate));
    if (mistakes < fewest) {
      fewest = mistakes;
      best = candidate;
    }
  }
  return best;
}

}  // namespace engine
