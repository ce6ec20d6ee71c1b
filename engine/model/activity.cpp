#include "engine/model/activity.hpp"

namespace engine {

namespace {

std::string filled(std::string text, std::string const& name) {
  constexpr std::string_view blank = "{name}";
  for (std::size_t at = text.find(blank); at != text.npos; at = text.find(blank, at + name.size()))
    text.replace(at, blank.size(), name);
  return text;
}

}  // namespace

std::string product_id_of(Activity const& activity, std::string const& name) {
  auto const given = activity.product_ids.find(name);
  return given != activity.product_ids.end() ? given->second : filled(activity.product_id, name);
}

std::string provurl_of(Activity const& activity, std::string const& name) {
  return filled(activity.provurl, name);
}

}  // namespace engine
