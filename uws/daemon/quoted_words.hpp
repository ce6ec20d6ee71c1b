/// Words of a text, some of them in quotes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace uws {

/// Words separated by blanks. '...' and "..." (with \" and \\ in it) keep blanks together, anywhere in a
/// word. Nothing: a quote is not closed.
std::optional<std::vector<std::string>> quoted_words(std::string_view text);
/// One text from which quoted_words() gives these words.
std::string as_quoted(std::vector<std::string> const& words);

}  // namespace uws
