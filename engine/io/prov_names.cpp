#include "engine/io/prov_names.hpp"

#include <algorithm>

namespace engine {

namespace {

bool is_plain(char c) {
  constexpr std::string_view others = "-._~:/?#[]@!$&'()*+,;=%";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         others.find(c) != std::string_view::npos;
}

std::string uri_characters(std::string_view text) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (char const c : text) {
    if (is_plain(c)) {
      out += c;
      continue;
    }
    auto const byte = static_cast<unsigned char>(c);
    out += {'%', digits[byte >> 4U], digits[byte & 15U]};
  }
  return out;
}

/// Where the local part begins; never at the end.
std::size_t split_of(std::string_view uri) {
  std::size_t const query = uri.find('?');
  if (uri.starts_with("ivo://") && query != uri.npos && query + 1 < uri.size()) return query + 1;
  std::size_t const last = uri.substr(0, uri.size() - 1).find_last_of("/#?=:");
  return last == uri.npos ? 0 : last + 1;
}

}  // namespace

bool is_uri(std::string_view text) {
  std::size_t const colon = text.find(':');
  return colon != text.npos && colon > 1 && colon + 1 < text.size() &&
         std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
                  c == '-' || c == '.';
         });
}

std::string ProvNames::prefix_of(std::string const& uri_namespace) {
  auto const known = std::find_if(prefixes_.begin(), prefixes_.end(),
                                  [&](auto const& entry) { return entry.second == uri_namespace; });
  if (known != prefixes_.end()) return known->first;
  std::string const prefix = "ns" + std::to_string(++made_);
  prefixes_[prefix] = uri_namespace;
  return prefix;
}

std::string ProvNames::in(std::string const& uri_namespace, std::string_view local) {
  return prefix_of(uri_namespace) + ":" + uri_characters(local);
}

std::string ProvNames::of_uri(std::string_view uri) {
  std::size_t const split = split_of(uri);
  return in(uri_characters(uri.substr(0, split)), uri.substr(split));
}

}  // namespace engine
