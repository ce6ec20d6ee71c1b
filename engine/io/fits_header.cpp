#include "engine/io/fits_header.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace engine {

namespace {

[[noreturn]] void wrong_type(FitsHeader const& header, FitsCard const& card, std::string const& wanted) {
  throw Failure(Fault::bad_data, "keyword " + card.keyword + " is not " + wanted + ": " + header.place() +
                                     " has '" + card.value + "' - correct the header");
}

}  // namespace

FitsCard const* FitsHeader::find(std::string_view keyword) const {
  auto const found = std::find_if(cards_.begin(), cards_.end(),
                                  [&](FitsCard const& card) { return same_word(card.keyword, keyword); });
  return found == cards_.end() ? nullptr : &*found;
}

std::optional<std::string> FitsHeader::text(std::string_view keyword) const {
  FitsCard const* card = find(keyword);
  if (card == nullptr) return std::nullopt;
  std::string_view const value = trimmed(card->value);
  if (value.empty()) return std::nullopt;
  return std::string(value);
}

std::optional<double> FitsHeader::real(std::string_view keyword) const {
  std::optional<std::string> const value = text(keyword);
  if (!value) return std::nullopt;
  std::optional<double> const parsed = number(*value);
  if (!parsed || !std::isfinite(*parsed)) wrong_type(*this, *find(keyword), "a finite number");
  return parsed;
}

std::optional<std::int64_t> FitsHeader::integer(std::string_view keyword) const {
  std::optional<std::string> const value = text(keyword);
  if (!value) return std::nullopt;
  if (std::optional<std::int64_t> const whole = whole_number(*value)) return whole;
  // VERITAS writes MJDREFI = 53402.0; a fraction that is not zero is still an error.
  std::optional<double> const parsed = number(*value);
  if (!parsed || std::trunc(*parsed) != *parsed || std::abs(*parsed) > 9007199254740992.0)
    wrong_type(*this, *find(keyword), "a whole number");
  return static_cast<std::int64_t>(*parsed);
}

std::optional<bool> FitsHeader::logical(std::string_view keyword) const {
  std::optional<std::string> const value = text(keyword);
  if (!value) return std::nullopt;
  if (same_word(*value, "T")) return true;
  if (same_word(*value, "F")) return false;
  wrong_type(*this, *find(keyword), "a logical value (T or F)");
}

double FitsHeader::required_real(std::string_view keyword, std::string_view why) const {
  if (std::optional<double> const value = real(keyword)) return *value;
  throw Failure(Fault::bad_data, "keyword " + std::string(keyword) + " is missing: " + place_ + " (" +
                                     std::string(why) + ") - add it to the header");
}

}  // namespace engine
