#include "engine/io/hdu_in_name.hpp"

#include <algorithm>
#include <filesystem>

#include "engine/base/text.hpp"

namespace engine {

namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == ' ' || c == '.';
}

}  // namespace

HduLocation hdu_in_name(std::string const& name) {
  HduLocation const as_it_stands{name, "", {}, FileNameSyntax::literal};
  std::error_code error;
  std::size_t const open = name.find_last_of('[');
  if (open == name.npos || !name.ends_with(']') || std::filesystem::exists(name, error)) return as_it_stands;
  std::string const inside(trimmed(name.substr(open + 1, name.size() - open - 2)));
  std::string const file = name.substr(0, open);
  bool const simple = !inside.empty() && std::all_of(inside.begin(), inside.end(), is_plain);
  if (!simple || file.ends_with(']')) return as_it_stands;
  if (std::optional<std::int64_t> const n = whole_number(inside); n && *n >= 0 && *n < 100000)
    return {file, "", static_cast<int>(*n) + 1, FileNameSyntax::literal};
  return {file, inside, {}, FileNameSyntax::literal};
}

}  // namespace engine
