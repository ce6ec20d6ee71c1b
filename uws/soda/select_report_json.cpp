#include "uws/soda/select_report_json.hpp"

#include <fstream>

#include <nlohmann/json.hpp>

#include "engine/base/failure.hpp"

namespace uws {
namespace {

constexpr std::string_view word_starts = " \t\n\"'`,;([<=";
constexpr std::string_view path_ends = " \t\n\"'`,;:()[]<>";

bool begins_path(std::string_view text, std::size_t at) {
  bool const at_word = at == 0 || word_starts.find(text[at - 1]) != text.npos;
  return text[at] == '/' && at_word && at + 1 < text.size() && text[at + 1] != '/';
}

void shorten_paths(nlohmann::ordered_json& value) {
  if (value.is_string()) {
    auto const text = value.get<std::string>();
    // A value that is a path may have blanks in it.
    value = text.starts_with('/') ? std::filesystem::path(text).filename().string() : without_folders(text);
  }
  if (value.is_structured())
    for (auto& part : value) shorten_paths(part);
}

}  // namespace

std::string without_folders(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (!begins_path(text, at)) {
      out += text[at++];
      continue;
    }
    auto const path = text.substr(at, text.find_first_of(path_ends, at) - at);
    out += path.substr(path.rfind('/') + 1);
    at += path.size();
  }
  return out;
}

void remove_folders(std::filesystem::path const& report) {
  try {
    std::ifstream in(report);
    auto json = nlohmann::ordered_json::parse(in);
    in.close();
    shorten_paths(json);
    std::ofstream out(report);
    out << json.dump(2) << "\n";
    if (!out.flush()) throw engine::Failure(engine::Fault::internal, "cannot write the report of a cut");
  } catch (nlohmann::json::exception const& error) {
    throw engine::Failure(engine::Fault::internal,
                          std::string("cannot read the engine's report (") + error.what() + ")");
  }
}

SelectReport read_select_report(std::filesystem::path const& path) {
  try {
    std::ifstream in(path);
    auto const json = nlohmann::json::parse(in);
    SelectReport report;
    report.events_kept = json.at("events").at("kept").get<std::uint64_t>();
    for (auto const& product : json.at("products"))
      if (product.at("role") == "events")
        report.event_lists.emplace_back(product.at("path").get<std::string>());
    return report;
  } catch (nlohmann::json::exception const& error) {
    throw engine::Failure(engine::Fault::internal,
                          "cannot read the engine's report: " + path.string() + " (" + error.what() + ")");
  }
}

}  // namespace uws
