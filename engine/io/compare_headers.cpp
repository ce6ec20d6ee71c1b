#include <cmath>
#include <map>

#include "engine/base/text.hpp"
#include "engine/io/compare_hdus.hpp"
#include "engine/io/content_sum.hpp"

namespace engine {

namespace {

using Cards = std::map<std::string, std::vector<FitsCard const*>>;

Cards cards_of(FitsHeader const& header, std::set<std::string> const& left_out) {
  Cards cards;
  for (FitsCard const& card : header.cards())
    if (!card.keyword.empty() && !is_about_making(card.keyword) && !left_out.contains(card.keyword))
      cards[card.keyword].push_back(&card);
  return cards;
}

bool equal(FitsCard const& a, FitsCard const& b, Tolerance tolerance) {
  if (a.is_string != b.is_string) return false;
  if (a.value == b.value) return true;
  if (a.is_string) return false;
  auto const x = number(a.value), y = number(b.value);
  return x && y && std::abs(*x - *y) <= tolerance.absolute + tolerance.relative * std::abs(*y);
}

bool equal(std::vector<FitsCard const*> const& a, std::vector<FitsCard const*> const& b,
           Tolerance tolerance) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!equal(*a[i], *b[i], tolerance)) return false;
  return true;
}

std::optional<std::string> spelt(Cards const& cards, std::string const& keyword) {
  auto const found = cards.find(keyword);
  if (found == cards.end()) return std::nullopt;
  std::string text;
  for (FitsCard const* card : found->second)
    text += (text.empty() ? "" : "\n") + (card->is_string ? "'" + card->value + "'" : card->value);
  return text;
}

}  // namespace

void compare_headers(HduSide const& a, HduSide const& b, Tolerance tolerance,
                     std::set<std::string> const& left_out, HduComparison& out) {
  Cards const in_a = cards_of(a.header(), left_out), in_b = cards_of(b.header(), left_out);
  for (auto const& [keyword, cards] : in_a) {
    auto const other = in_b.find(keyword);
    if (other == in_b.end() || !equal(cards, other->second, tolerance))
      out.keywords.push_back({keyword, spelt(in_a, keyword), spelt(in_b, keyword)});
  }
  for (auto const& [keyword, cards] : in_b)
    if (!in_a.contains(keyword)) out.keywords.push_back({keyword, std::nullopt, spelt(in_b, keyword)});
}

}  // namespace engine
