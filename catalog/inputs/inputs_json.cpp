#include "catalog/inputs/inputs_json.hpp"

#include <fstream>
#include <map>

#include <nlohmann/json.hpp>

#include "engine/base/failure.hpp"
#include "engine/io/durable.hpp"

namespace catalog {

namespace fs = std::filesystem;

namespace {

using Json = nlohmann::ordered_json;
using Numbers = std::map<fs::path, std::size_t>;  ///< files by their place in the list

constexpr auto format_name = "distiller-inputs";
constexpr int format_version = 1;

Json as_json(InputFile const& file) {
  Json json{{"path", file.path.string()}, {"sha256", file.sha256}, {"size", file.size}};
  if (file.changed) json["changed"] = jobs::iso_text(*file.changed);
  return json;
}

/// A set of ten thousand runs has each file's path once.
Json as_json(InputHdu const& hdu, Numbers const& numbers) {
  auto const number = numbers.find(hdu.file);
  return {{"type", hdu.type},
          {"hdu_class", hdu.hdu_class},
          {"hdu", hdu.hdu},
          {"file", number == numbers.end() ? Json(hdu.file.string()) : Json(number->second)},
          {"datasum", hdu.datasum},
          {"rows", hdu.rows}};
}

Json as_json(InputRun const& run, Numbers const& numbers) {
  Json hdus = Json::array(), facts = Json::object();
  for (InputHdu const& hdu : run.hdus) hdus.push_back(as_json(hdu, numbers));
  for (auto const& [keyword, value] : run.facts) facts[keyword] = value;
  return {{"collection", run.collection}, {"obs_id", run.obs_id},     {"did", run.did},
          {"object", run.object},         {"version", run.version},   {"events", run.events},
          {"hdus", std::move(hdus)},      {"facts", std::move(facts)}};
}

Json as_json(InputDocument const& document) {
  return {{"parameter", document.parameter},       {"role", document.role},
          {"entity_id", document.entity_id},       {"name", document.name},
          {"content_type", document.content_type}, {"file", as_json(document.file)}};
}

Json as_json(InputQuery const& query) {
  return {{"adql", query.adql},
          {"when", jobs::iso_text(query.when)},
          {"rows", query.rows},
          {"answer", query.answer},
          {"sha256", query.sha256}};
}

jobs::Instant instant_of(Json const& json) {
  auto const text = json.get<std::string>();
  auto const instant = jobs::instant_from(text);
  if (!instant) throw engine::Failure(engine::Fault::bad_data, "no instant: '" + text + "'");
  return *instant;
}

InputFile file_of(Json const& json) {
  InputFile file{json.at("path").get<std::string>(), json.at("sha256"), json.at("size"), {}};
  if (json.contains("changed")) file.changed = instant_of(json.at("changed"));
  return file;
}

InputHdu hdu_of(Json const& json, std::vector<InputFile> const& files) {
  Json const& file = json.at("file");
  return {json.at("type"),
          json.at("hdu_class"),
          json.at("hdu"),
          file.is_number() ? files.at(file.get<std::size_t>()).path : fs::path(file.get<std::string>()),
          json.at("datasum"),
          json.at("rows")};
}

InputRun run_of(Json const& json, std::vector<InputFile> const& files) {
  InputRun run{json.at("collection"), json.at("obs_id"),  json.at("did"),
               json.at("object"),     json.at("version"), json.at("events")};
  for (Json const& hdu : json.at("hdus")) run.hdus.push_back(hdu_of(hdu, files));
  for (auto const& [keyword, value] : json.at("facts").items())
    run.facts.emplace_back(keyword, value.get<std::string>());
  return run;
}

InputDocument document_of(Json const& json) {
  return {json.at("parameter"), json.at("role"),         json.at("entity_id"),
          json.at("name"),      json.at("content_type"), file_of(json.at("file"))};
}

InputQuery query_of(Json const& json) {
  return {json.at("adql"), instant_of(json.at("when")), json.at("rows"), json.at("answer"),
          json.at("sha256")};
}

InputSet set_of(Json const& json) {
  if (json.at("format") != format_name || json.at("version") != format_version)
    throw engine::Failure(engine::Fault::bad_data, "it is of another format or version");
  InputSet set;
  for (Json const& file : json.at("files")) set.files.push_back(file_of(file));
  for (Json const& run : json.at("runs")) set.runs.push_back(run_of(run, set.files));
  for (Json const& document : json.at("documents")) set.documents.push_back(document_of(document));
  if (json.contains("query")) set.query = query_of(json.at("query"));
  return set;
}

}  // namespace

std::string inputs_text(InputSet const& set) {
  Numbers numbers;
  Json files = Json::array(), runs = Json::array(), documents = Json::array();
  for (InputFile const& file : set.files) {
    numbers.emplace(file.path, files.size());
    files.push_back(as_json(file));
  }
  for (InputRun const& run : set.runs) runs.push_back(as_json(run, numbers));
  for (InputDocument const& document : set.documents) documents.push_back(as_json(document));
  Json json{{"format", format_name},
            {"version", format_version},
            {"files", std::move(files)},
            {"runs", std::move(runs)},
            {"documents", std::move(documents)}};
  if (set.query) json["query"] = as_json(*set.query);
  // Names of uploads may be anything; what is no UTF-8 must not make the whole set unreadable.
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

InputSet inputs_of_text(std::string const& text, std::string const& name) try {
  return set_of(Json::parse(text));
} catch (nlohmann::json::exception const& error) {
  throw engine::Failure(engine::Fault::bad_data,
                        "cannot read the inputs of a job: " + name + " (" + error.what() + ")");
} catch (std::out_of_range const&) {
  throw engine::Failure(engine::Fault::bad_data, "cannot read the inputs of a job: " + name +
                                                     " (an HDU lies in a file that is not listed)");
}

void write_inputs(fs::path const& path, InputSet const& set) {
  engine::make_folders(path.parent_path().string());
  fs::path const aside = path.parent_path() / ("." + path.filename().string() + "-" + engine::random_name());
  engine::write_new_file(aside.string(), inputs_text(set));
  int const error = engine::rename_file(aside.string(), path.string(), engine::Replace::yes);
  if (error != 0) throw engine::system_failure("cannot write the inputs of a job", path.string(), error);
}

InputSet read_inputs(fs::path const& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in.is_open())
    throw engine::Failure(engine::Fault::missing_resource,
                          "the inputs of the job are not known: " + path.string() + " is not there");
  std::string const text{std::istreambuf_iterator<char>(in), {}};
  return inputs_of_text(text, path.string());
}

}  // namespace catalog
