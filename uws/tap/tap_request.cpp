#include "uws/tap/tap_request.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace uws {
namespace {

constexpr std::array languages{"ADQL", "ADQL-2.0", "ADQL-2.1"};

bool is_language(std::string_view text) {
  return std::any_of(languages.begin(), languages.end(),
                     [&](auto word) { return engine::same_word(word, text); });
}

bool is_regular_identifier(std::string_view text) {
  auto const letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; };
  auto const inner = [&](char c) {
    return letter(c) || std::isdigit(static_cast<unsigned char>(c)) || c == '_';
  };
  return !text.empty() && letter(text.front()) && std::all_of(text.begin(), text.end(), inner);
}

void check_request_and_language(http::Parameters const& parameters, std::vector<std::string>& mistakes) {
  if (auto const request = parameters.find("REQUEST"); request && !engine::same_word(*request, "doQuery"))
    mistakes.push_back("REQUEST: '" + std::string(*request) + "' is not known; the only one is doQuery");
  if (auto const lang = parameters.find("LANG"); lang && !is_language(*lang))
    mistakes.push_back("LANG: '" + std::string(*lang) +
                       "' is not known; there are ADQL, ADQL-2.0 and ADQL-2.1");
}

std::optional<std::int64_t> maxrec_of(http::Parameters const& parameters,
                                      std::vector<std::string>& mistakes) {
  auto const text = parameters.find("MAXREC");
  if (!text || engine::trimmed(*text).empty()) return std::nullopt;
  auto const value = engine::whole_number(*text);
  if (!value || *value < 0) {
    mistakes.push_back("MAXREC: '" + std::string(*text) + "' is not a whole number from 0 on");
    return std::nullopt;
  }
  return value;
}

constexpr std::size_t most_mistakes = 10;  // more help nobody, and the answer would grow with the request

constexpr std::size_t most_uploads = 100;  // of one query

std::string shown(std::string_view text) {
  return text.size() <= 100 ? std::string(text) : std::string(text.substr(0, 100)) + "...";
}

void add_uploads(http::Parameters const& parameters, TapRequest& request,
                 std::vector<std::string>& mistakes) {
  for (auto const text : parameters.all("UPLOAD"))
    for (auto& upload : parse_uploads(text, mistakes)) {
      auto const same = [&](UploadRequest const& other) {
        return engine::same_word(other.table, upload.table);
      };
      if (mistakes.size() >= most_mistakes) return;
      if (request.uploads.size() >= most_uploads)
        return mistakes.push_back("UPLOAD: more than " + std::to_string(most_uploads) + " tables");
      if (std::any_of(request.uploads.begin(), request.uploads.end(), same))
        mistakes.push_back("UPLOAD: two tables are named " + shown(upload.table));
      else
        request.uploads.push_back(std::move(upload));
    }
}

}  // namespace

std::string asked_format(http::Parameters const& parameters) {
  for (auto const* name : {"RESPONSEFORMAT", "FORMAT"})
    if (auto const value = parameters.find(name)) return std::string(*value);
  return "";
}

std::vector<UploadRequest> parse_uploads(std::string_view text, std::vector<std::string>& mistakes) {
  std::vector<UploadRequest> uploads;
  for (auto const& item : engine::split(text, ';')) {
    if (item.empty()) continue;
    if (mistakes.size() >= most_mistakes) break;
    auto const comma = item.find(',');
    if (comma == item.npos) {
      mistakes.push_back("UPLOAD: '" + shown(item) + "' is not of the form table,uri");
      continue;
    }
    UploadRequest upload{std::string(engine::trimmed(item.substr(0, comma))),
                         std::string(engine::trimmed(item.substr(comma + 1)))};
    if (upload.table.size() > 11 && engine::same_word(upload.table.substr(0, 11), "TAP_UPLOAD."))
      upload.table = upload.table.substr(11);
    if (!is_regular_identifier(upload.table) || upload.table.size() > 63)
      mistakes.push_back("UPLOAD: '" + shown(upload.table) +
                         "' cannot be a table's name (letters, digits and _, at most 63)");
    else if (upload.uri.empty())
      mistakes.push_back("UPLOAD: table " + upload.table + " has no uri");
    else
      uploads.push_back(std::move(upload));
  }
  return uploads;
}

TapRequest tap_request(http::Parameters const& parameters) {
  std::vector<std::string> mistakes;
  check_request_and_language(parameters, mistakes);
  TapRequest request;
  request.query = parameters.find("QUERY").value_or("");
  if (engine::trimmed(request.query).empty()) mistakes.push_back("QUERY: is missing; it holds the ADQL text");
  request.maxrec = maxrec_of(parameters, mistakes);
  request.response_format = asked_format(parameters);
  request.run_id = parameters.find("RUNID").value_or("");
  if (request.run_id.size() > 64) mistakes.push_back("RUNID: is longer than 64 characters");
  add_uploads(parameters, request, mistakes);
  if (!mistakes.empty()) throw engine::Failure(engine::Fault::bad_request, engine::joined(mistakes, "; "));
  return request;
}

}  // namespace uws
