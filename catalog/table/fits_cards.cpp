#include "catalog/table/fits_cards.hpp"

#include <algorithm>

#include "catalog/table/utf8.hpp"

namespace catalog {

namespace {

constexpr std::size_t card_characters = 80;
constexpr std::size_t value_characters = 68;  // between the quotes of one card

std::string printable(std::string_view text) {
  std::string ascii;
  append_as_ascii(ascii, text);
  std::replace_if(
      ascii.begin(), ascii.end(), [](char c) { return c < 0x20 || c > 0x7E; }, ' ');
  return ascii;
}

std::string quoted(std::string_view value) {
  std::string inside;
  for (char c : printable(value)) {
    std::size_t const needed = c == '\'' ? 2 : 1;
    if (inside.size() + needed > value_characters) break;
    inside.append(needed, c);
  }
  inside.resize(std::max<std::size_t>(inside.size(), 8), ' ');
  return "'" + inside + "'";
}

std::string keyword_field(std::string_view keyword) {
  std::string field(keyword.substr(0, 8));
  field.resize(8, ' ');
  return field;
}

std::string right_aligned(std::string const& value) {
  return std::string(value.size() < 20 ? 20 - value.size() : 0, ' ') + value;
}

}  // namespace

void FitsCards::card(std::string text) {
  text.resize(card_characters, ' ');
  out_ += text;
}

void FitsCards::text(std::string_view keyword, std::string_view value, std::string_view comment) {
  std::string line = keyword_field(keyword) + "= " + quoted(value);
  if (!comment.empty()) line += " / " + printable(comment);
  card(std::move(line));
}

void FitsCards::text_if(std::string const& keyword, std::string_view value) {
  if (!value.empty()) text(keyword, value);
}

void FitsCards::integer(std::string_view keyword, std::int64_t value, std::string_view comment) {
  std::string line = keyword_field(keyword) + "= " + right_aligned(std::to_string(value));
  if (!comment.empty()) line += " / " + printable(comment);
  card(std::move(line));
}

void FitsCards::logical(std::string_view keyword, bool value, std::string_view comment) {
  std::string line = keyword_field(keyword) + "= " + right_aligned(value ? "T" : "F");
  if (!comment.empty()) line += " / " + printable(comment);
  card(std::move(line));
}

void FitsCards::commentary(std::string_view keyword, std::string_view text) {
  std::string const line = printable(text);
  constexpr std::size_t per_card = card_characters - 8;
  for (std::size_t at = 0; at < line.size(); at += per_card)
    card(keyword_field(keyword) + line.substr(at, per_card));
}

void FitsCards::end() {
  card("END");
  std::size_t const over = (out_.size() - start_) % fits_block;
  if (over > 0) out_.append(fits_block - over, ' ');
}

}  // namespace catalog
