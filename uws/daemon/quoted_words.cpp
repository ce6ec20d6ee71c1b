#include "uws/daemon/quoted_words.hpp"

#include "engine/base/text.hpp"

namespace uws {

std::optional<std::vector<std::string>> quoted_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool open = false;  // a word, be it empty, has begun
  char quote = '\0';
  for (std::size_t i = 0; i < text.size(); ++i) {
    char const c = text[i];
    bool const escapes =
        quote == '"' && c == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\');
    if (escapes) {
      word += text[++i];
    } else if (quote != '\0') {
      c == quote ? void(quote = '\0') : word.push_back(c);
    } else if (c == '\'' || c == '"') {
      quote = c;
      open = true;
    } else if (c == ' ' || c == '\t' || c == '\n') {
      if (open) words.push_back(std::move(word));
      word.clear();
      open = false;
    } else {
      word += c;
      open = true;
    }
  }
  if (quote != '\0') return std::nullopt;
  if (open) words.push_back(std::move(word));
  return words;
}

std::string as_quoted(std::vector<std::string> const& words) {
  std::vector<std::string> quoted;
  for (std::string const& word : words) {
    std::string text;
    for (char const c : word) text += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    bool const plain = !word.empty() && word.find_first_of(" \t\n'\"\\") == word.npos;
    quoted.push_back(plain ? word : "\"" + text + "\"");
  }
  return engine::joined(quoted, " ");
}

}  // namespace uws
