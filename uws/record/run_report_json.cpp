#include "uws/record/run_report_json.hpp"

#include <fstream>

#include <nlohmann/json.hpp>

#include "engine/base/failure.hpp"

namespace uws {

namespace {

using Json = nlohmann::json;

Json const& at(Json const& object, char const* key) {
  static Json const nothing;
  if (!object.is_object()) return nothing;
  auto const found = object.find(key);
  return found == object.end() ? nothing : *found;
}

std::string text(Json const& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_primitive() && !value.is_null() ? value.dump() : std::string();
}
std::string text(Json const& object, char const* key) { return text(at(object, key)); }

std::optional<std::int64_t> number(Json const& object, char const* key) {
  Json const& value = at(object, key);
  return value.is_number_integer() ? std::optional(value.get<std::int64_t>()) : std::nullopt;
}

template <class Item, class Read>
void read_list(Json const& list, std::vector<Item>& items, Read read) {
  if (!list.is_array()) return;
  for (Json const& item : list)
    if (item.is_object()) items.push_back(read(item));
}

ReportedTable table_in(Json const& hdu) {
  return {text(hdu, "role"),   text(hdu, "usage"),  text(hdu, "class"),
          text(hdu, "file"),   text(hdu, "hdu"),    text(hdu, "datasum"),
          text(hdu, "sha256"), number(hdu, "rows"), number(hdu, "rows_used")};
}

ReportedRun run_in(Json const& input) {
  ReportedRun run{text(input, "obs_id"), text(input, "did"), text(input, "file"), {}};
  read_list(at(input, "hdus"), run.tables, table_in);
  if (run.tables.empty()) {  // an account of the events alone
    Json const& events = at(input, "events");
    run.tables.push_back({.role = "events",
                          .hdu = text(input, "hdu"),
                          .rows = number(events, "read"),
                          .rows_used = number(events, "kept")});
  }
  return run;
}

ReportedFile product_in(Json const& product) {
  ReportedFile file{std::filesystem::path(text(product, "path")).filename().string(),
                    text(product, "role"),
                    text(product, "type"),
                    text(product, "media_type"),
                    text(product, "content_sum"),
                    ""};
  if (Json const& hdus = at(product, "hdus"); hdus.is_array())
    for (Json const& hdu : hdus)
      if (file.datasum.empty() && text(hdu, "type") != "none") file.datasum = text(hdu, "datasum");
  return file;
}

void read_parameters(Json const& document, RunReport& report) {
  read_list(at(document, "configuration"), report.parameters, [](Json const& p) {
    std::string value = text(p, "value");
    if (Json const& values = at(p, "values"); values.is_array() && values.size() > 1) {
      value.clear();
      for (Json const& one : values) value += (value.empty() ? "" : ",") + text(one);
    }
    return ReportedParameter{text(p, "name"), value, text(p, "origin"), text(p, "concern") != "run"};
  });
  if (report.parameters.empty() && at(document, "parameters").is_object())
    for (auto const& [name, value] : at(document, "parameters").items())
      report.parameters.push_back({name, text(value), "", true});
}

void read_software(Json const& software, RunReport& report) {
  if (software.is_string()) {  // "Distiller 0.1.0"
    std::string const words = software.get<std::string>();
    std::size_t const blank = words.rfind(' ');
    report.software = words.substr(0, blank);
    if (blank != std::string::npos) report.version = words.substr(blank + 1);
    return;
  }
  report.software = text(software, "name");
  report.version = text(software, "version");
  report.revision = text(software, "revision");
  if (at(software, "dirty") == true && !report.revision.empty()) report.revision += "+";
  for (char const* const key : {"build", "compiler", "flags", "os"})
    if (std::string const value = text(software, key); !value.empty()) report.facts.emplace_back(key, value);
  if (Json const& libraries = at(software, "libraries"); libraries.is_object())
    for (auto const& [name, version] : libraries.items())
      report.facts.emplace_back("library_" + name, text(version));
}

RunReport report_in(Json const& document) {
  RunReport report;
  report.recipe_hash = text(document, "recipe_hash");
  Json const& run = at(document, "run");
  report.numerics = text(run, "numerics");
  report.command_line = text(run, "command_line");
  report.cpu_model = text(run, "cpu_model");
  report.mpi = text(run, "mpi");
  read_software(at(document, "software"), report);
  read_parameters(document, report);
  read_list(at(document, "products"), report.products, product_in);
  read_list(at(document, "inputs"), report.runs, run_in);
  if (Json const& warnings = at(document, "warnings"); warnings.is_array())
    for (Json const& warning : warnings) report.warnings.push_back(text(warning));
  if (Json const& skipped = at(document, "skipped"); skipped.is_array()) report.skipped = skipped.size();
  if (Json const& results = at(document, "results"); results.is_object())
    for (auto const& [name, value] : results.items())
      report.facts.emplace_back("result_" + name, text(value));
  return report;
}

}  // namespace

std::optional<RunReport> read_run_report(std::filesystem::path const& folder) {
  std::error_code none;
  for (auto const& entry : std::filesystem::directory_iterator(folder, none)) {
    std::string const name = entry.path().filename().string();
    if (!name.ends_with("_report.json") || !entry.is_regular_file() || entry.is_symlink()) continue;
    if (name == "redo_report.json") continue;
    std::ifstream in(entry.path());
    if (!in)
      throw engine::Failure(engine::Fault::missing_resource, "the report " + name + " (it cannot be opened)");
    Json const document = Json::parse(in, nullptr, false);
    if (!document.is_object())
      throw engine::Failure(engine::Fault::bad_data, "the report " + name + " (it is no JSON object)");
    if (at(document, "products").is_array() || at(document, "command").is_string())
      return report_in(document);
  }
  return std::nullopt;
}

}  // namespace uws
