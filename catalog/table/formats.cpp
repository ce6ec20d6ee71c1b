#include "catalog/table/formats.hpp"

#include <algorithm>
#include <array>

#include "engine/base/text.hpp"

namespace catalog {

namespace {

struct FormatRow {
  Serialization serialization;
  std::string_view mime;  ///< of the answer
  std::string_view extension, ivo_id;
  std::array<std::string_view, 4> aliases;
};

constexpr std::string_view votable_mime = "application/x-votable+xml";

// A plain "votable" is TABLEDATA: any XML tool, any old client and any person can read it, and it alone keeps
// letters beyond ASCII in char columns. Those who want fewer bytes name BINARY2.
constexpr FormatRow rows[] = {
    {Serialization::votable_tabledata, votable_mime, ".vot", "", {"votable"}},
    {Serialization::votable_tabledata, "text/xml", ".vot", "", {"application/xml"}},
    {Serialization::votable_tabledata,
     "application/x-votable+xml;serialization=TABLEDATA",
     ".vot",
     "ivo://ivoa.net/std/TAPRegExt#output-votable-td",
     {"votable/td", "votabletd"}},
    {Serialization::votable_binary2,
     "application/x-votable+xml;serialization=BINARY2",
     ".vot",
     "ivo://ivoa.net/std/TAPRegExt#output-votable-binary2",
     {"votable/b2", "votableb2"}},
    {Serialization::votable_binary,
     "application/x-votable+xml;serialization=BINARY",
     ".vot",
     "ivo://ivoa.net/std/TAPRegExt#output-votable-binary",
     {"votable/b", "votableb"}},
    {Serialization::csv, "text/csv;header=present", ".csv", "", {"csv", "text/csv"}},
    {Serialization::tsv, "text/tab-separated-values", ".tsv", "", {"tsv"}},
    {Serialization::json, "application/json", ".json", "", {"json"}},
    {Serialization::fits, "application/fits", ".fits", "", {"fits", "image/fits"}},
    {Serialization::html, "text/html", ".html", "", {"html"}},
    {Serialization::plain_text, "text/plain", ".txt", "", {"text", "txt"}}};

/// "a/b ; X = y" -> "a/b" and {"x=y"}; the words in lower case.
std::pair<std::string, std::vector<std::string>> taken_apart(std::string_view media_type) {
  std::vector<std::string> words = engine::split(engine::lower(media_type), ';');
  std::string type = words.empty() ? "" : words.front();
  if (!words.empty()) words.erase(words.begin());
  for (std::string& word : words) {
    std::erase_if(word, [](char c) { return c == ' ' || c == '"'; });
    // What an answer holds, and which edition: no matter of its form.
    if (word.starts_with("charset=") || word.starts_with("version=") || word.starts_with("content="))
      word.clear();
  }
  std::erase(words, "");
  std::sort(words.begin(), words.end());
  return {type, words};
}

bool names(FormatRow const& row, std::pair<std::string, std::vector<std::string>> const& asked) {
  if (taken_apart(row.mime) == asked) return true;
  return asked.second.empty() &&
         std::find(row.aliases.begin(), row.aliases.end(), asked.first) != row.aliases.end();
}

}  // namespace

std::optional<Format> format_of(std::string_view responseformat) {
  auto asked = taken_apart(responseformat);
  if (asked.first.empty()) asked.first = votable_mime;
  // DALI lets text/xml stand for VOTable with the same parameters.
  bool const xml = asked.first == "text/xml" && !asked.second.empty();
  if (xml) asked.first = votable_mime;
  for (FormatRow const& row : rows)
    if (names(row, asked)) {
      std::string const type = xml ? "text/xml" : std::string(row.mime);
      return Format{row.serialization, type, std::string(row.extension)};
    }
  return std::nullopt;
}

std::vector<DeclaredFormat> const& declared_formats() {
  static std::vector<DeclaredFormat> const declared = [] {
    std::vector<DeclaredFormat> formats;
    for (FormatRow const& row : rows) {
      formats.push_back({std::string(row.mime), {}, std::string(row.ivo_id)});
      for (std::string_view alias : row.aliases)
        if (!alias.empty()) formats.back().aliases.emplace_back(alias);
    }
    return formats;
  }();
  return declared;
}

}  // namespace catalog
