#include "some_types.hpp"

#include <fstream>
#include <sstream>

#include <doctest/doctest.h>

#include "engine/parameters/describe_json.hpp"
#include "jobs/types/alias.hpp"
#include "jobs/types/job_type_json.hpp"

namespace some_types {

namespace {

std::string made(std::string const& first, std::string const& key) {
  return R"({"name": "cooking", )" + key + R"( "version": "2.1", "title": "Cooks", "kind": "Test",
 "docurl": "https://example.org/cook", "contact": "cook@example.org", "examples": ["dish=soup"],
 "parameters": [
  {)" + first +
         R"("name": "heat", "type": "real", "unit": "K", "default": 300.5, "range": {"min": 0, "max": 1000}},
  {"name": "dish", "type": "choice", "options": ["Soup", "Stew"], "required": true, "aliases": ["meal"]},
  {"name": "spices", "type": "choices", "options": ["salt", "pepper", "mace"], "default": "salt"},
  {"name": "stir", "type": "boolean", "default": false},
  {"name": "spoons", "type": "integer", "default": 2, "range": {"min": 1, "max": null}, "ucd": "meta.number"},
  {"name": "note", "type": "text", "repeatable": true, "may_be_file": true},
  {"name": "photo", "type": "path"},
  {"name": "stock", "type": "texts", "repeatable": true},
  {"name": "pot", "type": "text", "concern": "run", "default": "big"}],
 "inputs": [{"parameter": "stock", "role": "events", "multiplicity": "0..*", "content_type": "text/plain"}],
 "outputs": [{"name": "meal", "role": "meal", "pattern": "*.txt", "content_type": "text/plain"}],
 "command": {"argv": ["cook", "--heat={heat}", "{dish}", "--spices={spices}", "--stir={stir}", "-n{spoons}",
   "{note}", "--photo={photo}", "{stock}", "--pot={pot}", "{{literal}}", "--to={output}"]},
 "resources": {"processes": 1, "threads": 2, "memory_bytes": 1073741824, "time_s": 60, "restartable": false}})";
}

}  // namespace

std::string cooking() { return made("", ""); }
std::string with_parameter_key(std::string const& key_and_value) { return made(key_and_value + ", ", ""); }
std::string with_key(std::string const& key_and_value) { return made("", key_and_value + ", "); }

jobs::JobType read(std::string const& json) {
  auto const found = jobs::read_job_types(json, jobs::Dialect::strict, "test.json");
  for (auto const& problem : found.problems) FAIL_CHECK(problem);
  REQUIRE(found.types.size() == 1);
  return found.types.front();
}

std::vector<jobs::JobType> of_engine() {
  auto const found = jobs::read_job_types(engine::descriptions_json(), jobs::Dialect::engine, "engine");
  for (auto const& problem : found.problems) FAIL_CHECK(problem);
  return found.types;
}

std::shared_ptr<jobs::JobType const> engine_type(std::string const& name) {
  for (auto const& type : of_engine())
    if (type.name == name) return std::make_shared<jobs::JobType const>(type);
  FAIL("the engine has no such command: " << name);
  return nullptr;
}

std::string shipped_text(std::string const& file) {
  std::ifstream in(std::string(SHIPPED_JOB_TYPES) + "/" + file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

jobs::JobType ctbin() {
  jobs::JobType const alias = read(shipped_text("ctbin.json"));
  auto const base = engine_type("map");
  for (auto const& problem : jobs::problems_of_alias(alias, *base)) FAIL_CHECK(problem);
  return jobs::completed_alias(alias, base);
}

jobs::Parameter given(std::string const& name, std::string const& value) {
  return {.name = name, .value = value};
}

}  // namespace some_types
