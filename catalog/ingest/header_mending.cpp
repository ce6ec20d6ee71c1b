#include "catalog/ingest/header_mending.hpp"

#include <algorithm>

#include "engine/base/text.hpp"

namespace catalog::ingest {

namespace {

using engine::FitsCard;

FitsCard* card_of(std::vector<FitsCard>& cards, std::string const& keyword) {
  auto const found = std::find_if(cards.begin(), cards.end(), [&](FitsCard const& card) {
    return engine::same_word(card.keyword, keyword);
  });
  return found == cards.end() ? nullptr : &*found;
}

bool has_value(FitsCard const* card) { return card != nullptr && !engine::trimmed(card->value).empty(); }

bool applies(HeaderOverride const& rule, FitsCard const* card, std::int64_t run) {
  if (!rule.runs.empty() && std::find(rule.runs.begin(), rule.runs.end(), run) == rule.runs.end())
    return false;
  if (rule.only_if_absent) return !has_value(card);
  if (!rule.scale && !rule.above && !rule.below) return true;
  std::optional<double> const number = has_value(card) ? engine::number(card->value) : std::nullopt;
  return number && (!rule.above || *number > *rule.above) && (!rule.below || *number < *rule.below);
}

struct NewValue {
  std::string text;
  bool is_string;
};

std::optional<NewValue> value_by(HeaderOverride const& rule, std::vector<FitsCard>& cards,
                                 FitsCard const* card) {
  if (rule.value) return NewValue{*rule.value, rule.value_is_text};
  if (rule.scale) return NewValue{engine::shortest(*engine::number(card->value) * *rule.scale), false};
  FitsCard const* source = rule.copy_from ? card_of(cards, *rule.copy_from) : nullptr;
  if (!has_value(source)) return std::nullopt;
  return NewValue{source->value, source->is_string};
}

/// Without the values of the run, so that what is told of many runs is one sentence.
std::string told(HeaderOverride const& rule) {
  if (rule.scale) return rule.keyword + " is multiplied by " + engine::shortest(*rule.scale);
  if (rule.copy_from) return rule.keyword + " is taken from " + *rule.copy_from;
  return rule.keyword + (rule.value->empty() ? " is taken for absent" : " is taken to be " + *rule.value);
}

}  // namespace

engine::FitsHeader mended(engine::FitsHeader const& header, std::vector<HeaderOverride> const& overrides,
                          std::int64_t run, std::vector<std::string>& notes) {
  std::vector<FitsCard> cards = header.cards();
  for (HeaderOverride const& rule : overrides) {
    FitsCard* card = card_of(cards, rule.keyword);
    if (!applies(rule, card, run)) continue;
    std::optional<NewValue> const now = value_by(rule, cards, card);
    if (!now || (card != nullptr && card->value == now->text)) continue;
    notes.push_back(told(rule) + ": " + rule.reason);
    if (card == nullptr) card = &cards.emplace_back(FitsCard{rule.keyword, "", false, "", ""});
    card->value = now->text;
    card->is_string = now->is_string;
  }
  return {header.place(), std::move(cards)};
}

}  // namespace catalog::ingest
