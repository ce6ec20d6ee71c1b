#include "engine/check/header_rules.hpp"

#include <map>
#include <set>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace engine {

namespace {

std::string_view word_of(KeywordType type) {
  switch (type) {
    case KeywordType::text: return "text";
    case KeywordType::whole: return "a whole number";
    case KeywordType::real: return "a number";
  }
  return "";
}

bool readable_as(FitsHeader const& header, KeywordRule const& rule) {
  switch (rule.type) {
    case KeywordType::text: return true;
    case KeywordType::whole: return whole_value(header, rule.keyword).has_value();
    case KeywordType::real: return real_value(header, rule.keyword).has_value();
  }
  return false;
}

bool written_as(FitsCard const& card, KeywordType type) {
  switch (type) {
    case KeywordType::text: return card.is_string;
    case KeywordType::whole: return !card.is_string && whole_number(card.value).has_value();
    case KeywordType::real: return !card.is_string;
  }
  return false;
}

}  // namespace

void check_keyword_type(FitsHeader const& header, KeywordRule const& rule, std::string const& clause,
                        Findings const& out) {
  FitsCard const* card = header.find(rule.keyword);
  if (card == nullptr || trimmed(card->value).empty()) return;
  std::string const shown = card->is_string ? "'" + card->value + "'" : card->value;
  std::string const wanted(word_of(rule.type));
  if (!readable_as(header, rule)) {
    out.add({.severity = Severity::error,
             .code = "keyword-unreadable",
             .keyword_or_column = std::string(rule.keyword),
             .message = "the value " + shown + " is not " + wanted + " and no reader can use it",
             .remedy = "write " + wanted,
             .clause = clause});
  } else if (!written_as(*card, rule.type)) {
    out.add({.severity = Severity::warning,
             .code = "keyword-wrong-type",
             .keyword_or_column = std::string(rule.keyword),
             .message = "the value is not written as " + wanted + ": strict readers refuse it",
             .remedy = "write " + wanted,
             .clause = clause});
  }
}

void check_keywords(FitsHeader const& header, std::span<KeywordRule const> rules, Severity severity,
                    std::string const& clause, Findings const& out) {
  for (KeywordRule const& rule : rules) {
    if (!header.has(rule.keyword)) {
      out.add({.severity = severity,
               .code = "keyword-missing",
               .keyword_or_column = std::string(rule.keyword),
               .message = "the format asks for the keyword and the header does not have it",
               .remedy = "add it to the header",
               .clause = clause});
    } else if (!header.text(rule.keyword)) {
      out.add({.severity = severity,
               .code = "keyword-blank",
               .keyword_or_column = std::string(rule.keyword),
               .message = "the format asks for the keyword and it has no value",
               .remedy = "give it a value",
               .clause = clause});
    } else {
      check_keyword_type(header, rule, clause, out);
    }
  }
}

void check_repeated_keywords(FitsHeader const& header, Findings const& out) {
  std::set<std::string> const free_to_repeat{"", "COMMENT", "HISTORY", "CONTINUE", "HIERARCH", "END"};
  std::map<std::string, std::set<std::string>> values;
  std::map<std::string, std::uint64_t> times;
  for (FitsCard const& card : header.cards()) {
    if (free_to_repeat.contains(card.keyword)) continue;
    values[card.keyword].insert(card.value);
    ++times[card.keyword];
  }
  for (auto const& [keyword, count] : times) {
    if (count < 2) continue;
    bool const agree = values[keyword].size() == 1;
    out.add({.severity = agree ? Severity::note : Severity::warning,
             .code = "keyword-repeated",
             .keyword_or_column = keyword,
             .message = agree ? "the keyword stands more than once, with one value"
                              : "the keyword stands more than once with different values: which one counts "
                                "depends on the reader",
             .remedy = "keep one card",
             .clause = "FITS 4.0, section 4.4, keywords",
             .count = count});
  }
}

std::optional<double> real_value(FitsHeader const& header, std::string_view keyword) {
  try {
    return header.real(keyword);
  } catch (Failure const&) {
    return std::nullopt;  // check_keyword_type reports it
  }
}

std::optional<std::int64_t> whole_value(FitsHeader const& header, std::string_view keyword) {
  try {
    return header.integer(keyword);
  } catch (Failure const&) {
    return std::nullopt;
  }
}

}  // namespace engine
