#include <algorithm>

#include "uws/daemon/config_rules.hpp"
#include "uws/identity/role.hpp"

namespace uws::rules {
namespace {

constexpr std::size_t shortest_secret = 16;

bool is_token(std::string const& text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

template <class Test>
Trouble each(std::vector<std::string> const& values, Test test, std::string const& must) {
  auto const bad = std::find_if_not(values.begin(), values.end(), test);
  return bad == values.end() ? Trouble{} : Trouble("has '" + *bad + "', which is no " + must);
}

/// What stands before and behind the last of that character.
struct Halves {
  std::string left, right;
};
Halves at_last(std::string const& text, char separator) {
  auto const place = text.rfind(separator);
  if (place == std::string::npos) return {};
  return {text.substr(0, place), text.substr(place + 1)};
}

}  // namespace

Trouble url_with_query_or_none(std::string const& value) {
  bool const web = value.starts_with("http://") || value.starts_with("https://") || value.starts_with('/');
  bool const plain = std::ranges::all_of(value, [](char c) { return c > ' ' && c < 0x7F; });
  return value.empty() || (web && plain) ? Trouble{} : Trouble("must be a URL, or a path of this service");
}

Trouble header_name(std::string const& value) {
  return value.empty() || is_token(value) ? Trouble{} : Trouble("must be the name of a header");
}

Trouble shared_secret(std::string const& value) {
  if (value.empty() || value.size() >= shortest_secret) return std::nullopt;
  return "must have " + std::to_string(shortest_secret) + " characters at least";
}

Trouble anonymous_use(std::string const& value) {
  return value == "all" || value == "read" || value == "none" ? Trouble{}
                                                              : Trouble("must be all, read or none");
}

Trouble group_roles(std::vector<std::string> const& values) {
  auto const is_mapping = [](std::string const& value) {
    auto const [group, role] = at_last(value, '=');
    return !group.empty() && !role.empty() && role_of(role);
  };
  return each(values, is_mapping,
              "group=role with a role of astronomer, quality, data_manager, operator, admin");
}

Trouble group_grants(std::vector<std::string> const& values) {
  auto const is_mapping = [](std::string const& value) {
    auto const [group, grant] = at_last(value, '=');
    auto const [collection, standing] = at_last(grant, ':');
    return !group.empty() && !collection.empty() && !standing.empty() && standing_of(standing);
  };
  return each(values, is_mapping, "group=collection:right with a right of reader, member, pi, manager");
}

}  // namespace uws::rules
