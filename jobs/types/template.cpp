#include "jobs/types/template.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace jobs {

engine::Result<std::vector<TemplatePiece>, std::string> template_pieces(std::string_view word) {
  std::vector<TemplatePiece> pieces;
  std::string literal;
  auto const keep_literal = [&] {
    if (!literal.empty()) pieces.push_back({false, std::exchange(literal, {})});
  };
  for (std::size_t i = 0; i < word.size(); ++i) {
    char const c = word[i];
    bool const doubled = (c == '{' || c == '}') && i + 1 < word.size() && word[i + 1] == c;
    if (doubled) {
      literal += c;
      ++i;
      continue;
    }
    if (c == '}') return std::string("a '}' without '{' (write }} for a brace)");
    if (c != '{') {
      literal += c;
      continue;
    }
    std::size_t const end = word.find('}', i);
    if (end == std::string_view::npos) return std::string("a '{' without '}' (write {{ for a brace)");
    keep_literal();
    pieces.push_back({true, std::string(word.substr(i + 1, end - i - 1))});
    if (pieces.back().text.empty()) return std::string("{} names no parameter (write {{}} for braces)");
    i = end;
  }
  keep_literal();
  return pieces;
}

bool is_place(std::string_view placeholder) {
  static constexpr std::array<std::string_view, 5> places{"inputs", "output", "engine", "processes",
                                                          "threads"};
  return std::ranges::find(places, placeholder) != places.end();
}

bool takes_a_script(std::vector<std::string> const& argv, std::size_t word) {
  static constexpr std::array<std::string_view, 16> interpreters{
      "sh",     "bash", "dash", "zsh", "ksh",     "csh", "tcsh", "fish",
      "python", "perl", "ruby", "env", "busybox", "awk", "node", "Rscript"};
  auto const is_interpreter = [](std::string_view path) {
    std::string_view name = path.substr(path.rfind('/') + 1);
    while (!name.empty() && (name.back() == '.' || (name.back() >= '0' && name.back() <= '9')))
      name.remove_suffix(1);
    return std::ranges::find(interpreters, name) != interpreters.end();
  };
  std::string_view const option = argv[word];
  bool const is_short = option.size() > 1 && option[0] == '-' && option[1] != '-';
  if (!is_short || option.find_first_of("ceE") == std::string_view::npos) return false;
  // Between the interpreter and its script stand options only: behind a script's name they are the script's.
  for (std::size_t i = word; i-- > 0;) {
    if (is_interpreter(argv[i])) return true;
    if (!argv[i].starts_with('-')) return false;
  }
  return false;
}

}  // namespace jobs
