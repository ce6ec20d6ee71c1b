#include "uws/provenance/names.hpp"

#include <algorithm>

#include "catalog/table/utf8.hpp"
#include "uws/http/percent.hpp"

namespace uws::prov {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool is_uri(std::string_view id) {
  auto const end = id.find("://");
  if (end == std::string_view::npos || end == 0 || !is_letter(id[0])) return false;
  auto const scheme = id.substr(0, end);
  return std::all_of(scheme.begin(), scheme.end(),
                     [](char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.'; });
}

/// Where the local part begins, never at the end. No namespace has an ampersand or a quote: libxml2 writes
/// those of a namespace unescaped, so that nothing could be read back from what it writes.
std::size_t split_of(std::string_view uri) {
  std::size_t const first = uri.find("://") + 3;
  std::string_view const plain = uri.substr(0, std::min(uri.find_first_of("&'"), uri.size() - 1));
  if (uri.starts_with("ivo://")) {
    auto const query = plain.find('?');
    if (query != std::string_view::npos) return query + 1;
  }
  auto const last = plain.find_last_of("/#?=");
  return last == std::string_view::npos || last < first ? first : last + 1;
}

/// The last word of a namespace that could be a prefix: "hess-dr1" of "ivo://example.org/HESS-DR1?".
std::string word_of(std::string_view uri) {
  std::string_view const authority = uri.substr(uri.find("://") + 3);
  std::string word;
  for (char c : authority) {
    if (is_letter(c) || is_digit(c))
      word += static_cast<char>(is_letter(c) ? c | 0x20 : c);
    else if (c == '-' || c == '.')
      word += '-';
    else if (!word.empty() && word.back() != '/')
      word += '/';
  }
  while (!word.empty() && (word.back() == '/' || word.back() == '-')) word.pop_back();
  auto const slash = word.rfind('/');
  if (slash != std::string::npos) word.erase(0, slash + 1);
  word.erase(0, static_cast<std::size_t>(std::find_if(word.begin(), word.end(), is_letter) - word.begin()));
  if (word.size() > 24) word.resize(24);
  if (word == "jobs") return "product";  // beside "job"
  return word.empty() || word.starts_with("xml") ? "ns" : word;
}

}  // namespace

std::string Places::page_of(std::string_view id) const {
  return base_url + path + "?ID=" + http::percent_encoded(id);
}

std::string uri_characters(std::string_view text, Escapes escapes) {
  constexpr std::string_view others = "-._~:/?#[]@!$&'()*+,;=";
  constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char const c = text[i];
    bool const escape = escapes == Escapes::kept && c == '%' && i + 2 < text.size() && is_hex(text[i + 1]) &&
                        is_hex(text[i + 2]);
    if (is_letter(c) || is_digit(c) || escape || others.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    auto const byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4];
    out += digits[byte & 15U];
  }
  return out;
}

std::string clean_text(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    auto const point = catalog::first_code_point(text);
    bool const control =
        point.value < 0x20 && point.value != '\t' && point.value != '\n' && point.value != '\r';
    if (point.bytes == 0 || control || point.value == 0xFFFE || point.value == 0xFFFF)
      out += catalog::replacement_character;
    else
      out += text.substr(0, point.bytes);
    text.remove_prefix(std::max<std::size_t>(point.bytes, 1));
  }
  return out;
}

Names::Names(Places const& places)
    : fixed_{{"prov", "http://www.w3.org/ns/prov#"},
             {"xsd", "http://www.w3.org/2001/XMLSchema#"},
             {"voprov", "http://www.ivoa.net/documents/ProvenanceDM/index.html#"},
             {"uws", "http://www.ivoa.net/xml/UWS/v1.0#"},
             {"eng", "ivo://" + uri_characters(places.authority, Escapes::kept) + "/engine#"}} {
  std::string here;
  for (char c : uri_characters(places.base_url + places.path, Escapes::kept))
    here += c == '&' ? "%26" : c == '\'' ? "%27" : std::string(1, c);
  fixed_["job"] = here + "?ID=";
  fixed_["item"] = here + "?ID=";
  fixed_["agent"] = here + "?AGENT=";
  fixed_["method"] = here + "?METHOD=";
}

std::string Names::prefix_of(std::string const& uri) {
  auto const known = prefixes_.find(uri);
  if (known != prefixes_.end()) return known->second;
  std::string const word = word_of(uri);
  std::string prefix = word;
  for (int n = 2; fixed_.contains(prefix) || prefix == "xsi" || used_.contains(prefix); ++n)
    prefix = word + "-" + std::to_string(n);
  used_[prefix] = uri;
  prefixes_[uri] = prefix;
  return prefix;
}

void Names::reserve(std::string_view id) {
  if (is_uri(id)) name_of(id, {});
}

Name Names::name_of(std::string_view id, std::string const& home) {
  if (!is_uri(id)) {
    used_[home] = fixed_[home];
    return {home, uri_characters(id.empty() ? "none" : id, Escapes::none)};
  }
  std::string const uri = uri_characters(id, Escapes::kept);
  std::size_t const split = split_of(uri);
  if (split >= uri.size()) return {prefix_of(uri), "none"};  // "http://"
  return {prefix_of(uri.substr(0, split)), uri.substr(split)};
}

Name Names::below(Name const& parent, std::string_view word, std::string_view part) {
  return {parent.prefix, parent.local + "/" + std::string(word) + "/" + uri_characters(part, Escapes::none)};
}

Name Names::engine(std::string_view word) {
  std::string local;
  for (char c : word) local += is_letter(c) || is_digit(c) || c == '_' ? c : '_';
  if (local.empty() || is_digit(local[0])) local.insert(0, 1, '_');
  return {"eng", local};
}

std::vector<std::pair<std::string, std::string>> Names::namespaces() const {
  auto all = used_;
  for (auto const* prefix : {"prov", "xsd", "voprov", "uws", "eng"}) all[prefix] = fixed_.at(prefix);
  return {all.begin(), all.end()};
}

}  // namespace uws::prov
