/// Locale-free text: numbers, trimming, splitting, and the nearest known word for a misspelt one.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

std::string_view trimmed(std::string_view text);         ///< without white space at either end
std::string lower(std::string_view text);                ///< ASCII only
std::string upper(std::string_view text);                ///< ASCII only
bool same_word(std::string_view a, std::string_view b);  ///< ASCII case and outer blanks do not matter

/// The parts between separators, each trimmed; empty parts are kept, an empty text has none.
std::vector<std::string> split(std::string_view text, char separator);

std::string joined(std::vector<std::string> const& words, std::string_view separator);

/// The whole trimmed text as a number, or nothing. Accepts a leading '+', and FITS exponents with 'D'.
/// Never accepts hexadecimal; "nan" and "inf" are numbers only where the caller checks for them.
std::optional<double> number(std::string_view text);
std::optional<std::int64_t> whole_number(std::string_view text);

/// The shortest text that reads back as the same double ("0.02", "1e-07").
std::string shortest(double value);

/// The candidate that `word` most likely meant, or nothing if none is near (edit distance).
std::optional<std::string> nearest_word(std::string_view word, std::span<std::string const> candidates);

}  // namespace engine
