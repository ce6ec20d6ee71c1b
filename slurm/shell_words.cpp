#include "slurm/shell_words.hpp"

#include <algorithm>

#include "engine/base/failure.hpp"

namespace slurm {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool is_plain(char c) {
  bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter || std::string_view("_-./:=,+@%").find(c) != std::string_view::npos;
}

[[noreturn]] void refuse(std::string_view what, std::string_view value, std::string const& why) {
  std::string shown(value.substr(0, 60));
  std::replace_if(shown.begin(), shown.end(), is_control, '?');
  throw engine::Failure(engine::Fault::bad_request, "cannot use this for a batch: " + std::string(what) +
                                                        " \"" + shown + "\" (" + why +
                                                        ") - correct the settings of the cluster");
}

void refuse_control(std::string_view value, std::string_view what) {
  if (std::any_of(value.begin(), value.end(), is_control))
    refuse(what, value, "it holds a line end or another control character");
}

}  // namespace

std::string shell_word(std::string_view word, std::string_view what) {
  refuse_control(word, what);
  if (!word.empty() && std::all_of(word.begin(), word.end(), is_plain)) return std::string(word);
  std::string quoted = "'";
  for (char const c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string shell_line(std::vector<std::string> const& words, std::string_view what) {
  std::string line;
  for (auto const& word : words) line += (line.empty() ? "" : " ") + shell_word(word, what);
  return line;
}

std::string directive_value(std::string_view value, std::string_view what) {
  refuse_control(value, what);
  if (value.empty()) refuse(what, value, "it is empty");
  if (value.find_first_of(" '\"\\#") != value.npos)
    refuse(what, value, "it holds a blank, a quote, a backslash or a '#'");
  return std::string(value);
}

std::string directive_path(std::string_view path, std::string_view what) {
  refuse_control(path, what);
  if (path.empty()) refuse(what, path, "it is empty");
  if (path.find_first_of("'\"\\") != path.npos) refuse(what, path, "it holds a quote or a backslash");
  return path.find_first_of(" #") == path.npos ? std::string(path) : '"' + std::string(path) + '"';
}

}  // namespace slurm
