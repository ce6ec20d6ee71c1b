#include "engine/io/target_names.hpp"

#include "engine/base/text.hpp"

namespace engine {

namespace {

bool separates(char c) { return c == ' ' || c == '_' || c == '-' || c == '\t'; }

}  // namespace

std::string target_key(std::string_view name) {
  std::string key = lower(name);
  std::erase_if(key, separates);
  return key;
}

bool names_target(std::string_view wanted, std::string_view object) {
  std::string const key = target_key(wanted);
  if (key.empty()) return target_key(object).empty();
  std::string words;  // of the object, as many as there are before each separator
  for (char const c : lower(object)) {
    if (separates(c) && words == key) return true;
    if (!separates(c)) words += c;
  }
  return words == key;
}

}  // namespace engine
