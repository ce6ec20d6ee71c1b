// Lists of nodes, as SLURM shortens them.
#include <algorithm>

#include "engine/base/text.hpp"
#include "slurm/slurm_values.hpp"

namespace slurm {
namespace {

using Names = std::vector<std::string>;

/// The parts between commas outside brackets; nothing if brackets do not match.
std::optional<Names> items_of(std::string_view text) {
  Names items{{}};
  bool inside = false;
  for (char const c : text) {
    if ((c == '[') == inside && (c == '[' || c == ']')) return std::nullopt;
    if (c == '[' || c == ']') inside = c == '[';
    if (c == ',' && !inside)
      items.emplace_back();
    else
      items.back() += c;
  }
  return inside ? std::nullopt : std::optional(items);
}

/// "01-03,7" is 01 02 03 7.
std::optional<Names> range_of(std::string_view text, std::size_t most) {
  Names found;
  for (auto const& part : engine::split(text, ',')) {
    auto const dash = part.find('-');
    std::string const first = part.substr(0, dash), last = dash == part.npos ? first : part.substr(dash + 1);
    auto const is_number = [](std::string const& word) {
      return !word.empty() && word.size() <= 9 && word.find_first_not_of("0123456789") == word.npos;
    };
    if (!is_number(first) || !is_number(last)) return std::nullopt;
    auto const from = *engine::whole_number(first), to = *engine::whole_number(last);
    if (from > to || static_cast<std::size_t>(to - from) >= most - std::min(most, found.size()))
      return std::nullopt;
    for (auto number = from; number <= to; ++number) {
      std::string const digits = std::to_string(number);
      found.push_back(std::string(first.size() - std::min(first.size(), digits.size()), '0') + digits);
    }
  }
  return found.empty() ? std::nullopt : std::optional(found);
}

/// "rack[1-2]-n[1-2]" is four names.
std::optional<Names> names_of(std::string_view item, std::size_t most) {
  Names names{{}};
  while (!item.empty()) {
    auto const open = item.find('[');
    for (auto& name : names) name += item.substr(0, open);
    if (open == item.npos) return names;
    auto const close = item.find(']');
    auto const range = range_of(item.substr(open + 1, close - open - 1), most);
    if (!range || names.size() * range->size() > most) return std::nullopt;
    Names longer;
    for (auto const& name : names)
      for (auto const& number : *range) longer.push_back(name + number);
    names = std::move(longer);
    item.remove_prefix(close + 1);
  }
  return names;
}

}  // namespace

std::optional<Names> nodes_from(std::string_view text, std::size_t most) {
  text = engine::trimmed(text);
  if (text.empty() || text == "(null)" || text == "None assigned") return Names{};
  auto const items = items_of(text);
  if (!items) return std::nullopt;
  Names nodes;
  for (auto const& item : *items) {
    auto const names = item.empty() ? std::nullopt : names_of(item, most);
    if (!names || nodes.size() + names->size() > most) return std::nullopt;
    nodes.insert(nodes.end(), names->begin(), names->end());
  }
  return nodes;
}

}  // namespace slurm
