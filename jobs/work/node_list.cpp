#include "jobs/work/node_list.hpp"

#include <algorithm>
#include <charconv>

namespace jobs {
namespace {

using Names = std::vector<std::string>;
constexpr std::size_t most = 65536;

std::optional<std::size_t> number(std::string_view digits) {
  std::size_t value = 0;
  auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  bool const whole = !digits.empty() && end == digits.data() + digits.size() && error == std::errc{};
  return whole ? std::optional(value) : std::nullopt;
}

/// "001-003" or "7"; leading zeros are part of the names.
bool add_range(std::string_view range, Names& found) {
  auto const dash = range.find('-');
  auto const first_text = range.substr(0, dash);
  auto const first = number(first_text);
  auto const last = dash == range.npos ? first : number(range.substr(dash + 1));
  if (!first || !last || *last < *first || *last - *first >= most || found.size() >= most) return false;
  for (std::size_t i = *first; i <= *last; ++i) {
    std::string digits = std::to_string(i);
    if (digits.size() < first_text.size()) digits.insert(0, first_text.size() - digits.size(), '0');
    found.push_back(std::move(digits));
  }
  return true;
}

/// Between brackets: "1-3,7".
std::optional<Names> ranges(std::string_view text) {
  Names found;
  for (;;) {
    auto const comma = text.find(',');
    if (!add_range(text.substr(0, comma), found)) return std::nullopt;
    if (comma == text.npos) return found;
    text.remove_prefix(comma + 1);
  }
}

/// Every name so far with every ending.
bool multiply(Names& names, Names const& endings) {
  if (names.size() * endings.size() > most) return false;
  Names longer;
  for (auto const& name : names)
    for (auto const& ending : endings) longer.push_back(name + ending);
  names = std::move(longer);
  return true;
}

/// "r[0-1]n[1-2]": one element of the list.
std::optional<Names> element(std::string_view text) {
  if (text.empty()) return std::nullopt;
  Names names{""};
  while (!text.empty()) {
    auto const open = text.find('[');
    auto const plain = text.substr(0, open);
    if (plain.find_first_of("] \t\n") != plain.npos) return std::nullopt;
    for (auto& name : names) name += plain;
    if (open == text.npos) break;
    auto const close = text.find(']', open);
    if (close == text.npos) return std::nullopt;
    auto const endings = ranges(text.substr(open + 1, close - open - 1));
    if (!endings || !multiply(names, *endings)) return std::nullopt;
    text.remove_prefix(close + 1);
  }
  return names;
}

/// Where the element ends: at a comma outside brackets.
std::size_t end_of_element(std::string_view text) {
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[') inside = true;
    if (text[i] == ']') inside = false;
    if (text[i] == ',' && !inside) return i;
  }
  return text.size();
}

}  // namespace

std::optional<Names> nodes_in(std::string_view list) {
  Names found;
  for (;;) {
    auto const end = end_of_element(list);
    auto names = element(list.substr(0, end));
    if (!names || found.size() + names->size() > most) return std::nullopt;
    found.insert(found.end(), std::make_move_iterator(names->begin()), std::make_move_iterator(names->end()));
    if (end == list.size()) return found;
    list.remove_prefix(end + 1);
  }
}

}  // namespace jobs
