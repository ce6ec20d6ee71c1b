#include "jobs/types/job_type_json.hpp"

#include <doctest/doctest.h>

#include "engine/base/text.hpp"
#include "jobs/types/validate.hpp"
#include "some_types.hpp"

namespace {

using jobs::Dialect;
using jobs::JobType;
using jobs::read_job_types;

bool equal(JobType const& a, JobType const& b) {
  return a.name == b.name && a.version == b.version && a.title == b.title && a.text == b.text &&
         a.kind == b.kind && a.subtype == b.subtype && a.docurl == b.docurl && a.contact == b.contact &&
         a.base == b.base && a.inherit == b.inherit && a.set == b.set && a.parameters == b.parameters &&
         a.inputs == b.inputs && a.outputs == b.outputs && a.command == b.command &&
         a.resources == b.resources && a.examples == b.examples;
}

std::string problems_in(std::string const& json) {
  return engine::joined(read_job_types(json, Dialect::strict, "t").problems, "\n");
}
bool says(std::string const& json, std::string const& what) {
  std::string const problems = problems_in(json);
  INFO(problems);
  CHECK(problems.find(what) != std::string::npos);
  return problems.find(what) != std::string::npos;
}
std::string no_parameters(std::string const& rest) {
  return R"({"name": "x", "parameters": [], "command": {"argv": ["true"]})" + rest + "}";
}
std::string with_command(std::string const& argv) {
  return R"({"name": "x", "parameters": [{"name": "a"}], "command": {"argv": [)" + argv + "]}}";
}

TEST_CASE("a description survives JSON and back") {
  JobType const once = some_types::read(some_types::cooking());
  JobType const twice = some_types::read(jobs::job_type_json(once, jobs::Detail::whole));
  CHECK(equal(once, twice));
  CHECK(once.parameters[0].default_value == "300.5");
  CHECK(once.parameters[0].maximum == 1000);
  CHECK(once.parameters[3].default_value == "no");
  CHECK(once.resources.time == std::chrono::seconds(60));
}

TEST_CASE("the engine's own descriptions survive JSON and back, and need no defaults guessed") {
  auto const types = some_types::of_engine();
  CHECK(types.size() >= 3);
  for (JobType const& type : types) {
    INFO(type.name);
    CHECK(equal(type, some_types::read(jobs::job_type_json(type, jobs::Detail::whole))));
    CHECK(type.command.name_value);
  }
  CHECK(jobs::find_input(*some_types::engine_type("map"), "in") != nullptr);
}

TEST_CASE("a program that goes on where it was stopped says so") {
  JobType type = some_types::read(some_types::cooking());
  CHECK_FALSE(type.command.resumes);
  type.command.resumes = true;
  CHECK(some_types::read(jobs::job_type_json(type, jobs::Detail::whole)).command.resumes);
}

TEST_CASE("what is published does not show the command") {
  JobType const type = some_types::read(some_types::cooking());
  CHECK(jobs::job_type_json(type, jobs::Detail::published).find("argv") == std::string::npos);
}

TEST_CASE("the shipped descriptions are in order") {
  for (auto const* file : {"echo.json", "testmap.json"}) some_types::read(some_types::shipped_text(file));
  for (auto const* file : {"../examples/gammapy_map.json", "../examples/ctskymap.json"})
    some_types::read(some_types::shipped_text(file));
  CHECK(some_types::ctbin().base_type != nullptr);
}

TEST_CASE("what is no JSON, too long, or no object is a problem, never an exception") {
  for (std::string const text : {"", "{", "[1,2", "\"\\ud800\"", "\xff\xfe", "nul", "{\"a\":1e999}", "[[[["})
    CHECK_FALSE(problems_in(text).empty());
  CHECK(says("7", "a job type is an object"));
  CHECK(says("[7]", "a job type is an object"));
  CHECK(says(std::string(2 << 20, ' '), "longer than"));
  CHECK_FALSE(problems_in(std::string(500000, '[')).empty());
}

TEST_CASE("a text of nothing but mistakes is answered in bounds") {
  std::string many = R"({"name": "x", "parameters": [{})";
  while (many.size() < 900'000) many += ",{\"a\":1}";
  auto const problems = read_job_types(many + "]}", Dialect::strict, "t").problems;
  CHECK(problems.size() == 200);
  CHECK(problems_in("{\"" + std::string(500'000, 'k') + "\": 1}").size() < 2000);
}

TEST_CASE("unknown and repeated keys are problems with their place") {
  CHECK(says(some_types::with_key(R"("versoin": "1")"),
             "versoin: there is no such key - did you mean version?"));
  CHECK(says(some_types::with_parameter_key(R"("uint": "m")"),
             "parameters[0] (heat).uint: there is no such key"));
  CHECK(says(some_types::with_key(R"("version": "7")"), "version: the key stands twice"));
  CHECK(says(no_parameters(R"(, "resources": {"memory": 5})"), "resources.memory: there is no such key"));
}

TEST_CASE("the engine may say more than this release understands") {
  std::string const text =
      R"([{"name": "x", "future": 1, "parameters": [{"name": "in", "type": "path", "new": []}]}])";
  CHECK(read_job_types(text, Dialect::engine, "engine").types.size() == 1);
  CHECK(read_job_types(text, Dialect::strict, "t").types.empty());
}

TEST_CASE("every mistake is told at once") {
  std::string const text = R"x({"name": "X y", "kind": "Magic", "docurl": "javascript:alert(1)",
      "parameters": [{"name": "a b", "type": "quux"}, {"name": "c"}, {"name": "C"}], "command": {"argv": []}})x";
  auto const problems = read_job_types(text, Dialect::strict, "t").problems;
  CHECK(problems.size() >= 6);
}

TEST_CASE("names are safe in paths, URLs and XML") {
  for (std::string const name : {"", "..", "a/b", "A", "1a", "-a", "a.b", "a b", "tap", "soda", "\xc3\xa9"})
    CHECK_FALSE(problems_in(R"({"name": ")" + name + R"(", "command": {"argv": ["true"]}})").empty());
  for (std::string const name : {"", "a b", "a=b", "1a", "-x", "a/b", "PHASE", "run_id;", "RunId", "wait"})
    CHECK(says(
        R"({"name": "x", "parameters": [{"name": ")" + name + R"("}], "command": {"argv": ["t", "{a}"]}})",
        "parameters[0]"));
}

TEST_CASE("names and aliases are given once, whatever their case and dashes") {
  CHECK(says(some_types::with_parameter_key(R"("aliases": ["MEAL"])"), "'meal' is a name of heat already"));
  CHECK(says(some_types::with_parameter_key(R"("aliases": ["dish"])"), "'dish' is a name of heat already"));
}

TEST_CASE("types, options, ranges and defaults fit each other") {
  auto const one = [](std::string const& keys) {
    return R"({"name": "x", "parameters": [{"name": "a", )" + keys +
           R"(}], "command": {"argv": ["t", "{a}"]}})";
  };
  CHECK(says(one(R"("type": "float")"), "'float' is none of the types"));
  CHECK(says(one(R"("type": "choice")"), "nothing to choose from"));
  CHECK(says(one(R"("type": "real", "options": ["1"])"), "only choice and choices"));
  CHECK(says(one(R"("type": "choice", "options": ["a", "A"])"), "stands twice"));
  CHECK(says(one(R"("type": "choices", "options": ["a,b"])"), "has a comma"));
  CHECK(says(one(R"("type": "choice", "options": [" "])"), "empty"));
  CHECK(says(one(R"("type": "real", "range": {"min": 2, "max": 1})"), "min is above max"));
  CHECK(says(one(R"("type": "text", "range": {"min": 2})"), "only numbers have a range"));
  CHECK(says(one(R"("type": "real", "range": {"min": "2"})"), "range.min: not a number"));
  CHECK(says(one(R"("type": "real", "range": [0, 1])"), "not an object"));
  CHECK(says(one(R"("type": "integer", "default": 1.5)"), "default: not a whole number: '1.5'"));
  CHECK(says(one(R"("type": "energy", "unit": "TeV", "range": {"min": 1}, "default": "500 GeV")"),
             "default: must be at least 1"));
  CHECK(says(one(R"("type": "choice", "options": ["a"], "default": "b")"), "is not one of a"));
  CHECK(says(one(R"("type": "boolean", "default": "perhaps")"), "neither yes nor no"));
  CHECK(says(one(R"("default": [1])"), "default: not a plain value"));
  CHECK(says(one(R"("default": "a", "required": true)"), "it has a default"));
  CHECK(says(one(R"("concern": "run", "required": true)"), "nobody may set it"));
  CHECK(says(one(R"("concern": "fun")"), "must be science or run"));
  CHECK(says(one(R"("type": "real", "may_be_file": true)"), "can be files"));
  CHECK(says(one(R"("may_be_file": true, "default": "/etc/passwd")"), "names a file"));
  CHECK(says(one(R"("to": "b")"), "need a base"));
  CHECK(says(one("\"text\": \"bell \\u0007\""), "control characters"));
}

TEST_CASE("inputs and outputs are named well") {
  CHECK(says(no_parameters(R"(, "inputs": [{"parameter": "nix", "role": "a"}])"),
             "there is no parameter 'nix'"));
  CHECK(says(no_parameters(R"(, "inputs": [{"parameter": "a", "role": "b c"}])"), "inputs[0].role"));
  CHECK(says(no_parameters(R"(, "inputs": [{"parameter": "a", "role": "b", "multiplicity": "2"}])"),
             "multiplicity"));
  CHECK(says(no_parameters(R"(, "outputs": [{"name": "a", "pattern": "../x"}])"), "within the results"));
  CHECK(says(no_parameters(R"(, "outputs": [{"name": "a", "pattern": "/etc/*"}])"), "within the results"));
  CHECK(says(no_parameters(R"(, "outputs": [{"name": "a", "pattern": "x", "type": "Best"}])"),
             "must be one of Main"));
  CHECK(says(no_parameters(R"(, "outputs": [{"name": "a", "pattern": "x"}, {"name": "A", "pattern": "y"}])"),
             "stands twice"));
  CHECK(says(no_parameters(R"(, "outputs": [{"name": "a", "pattern": "x", "content_type": "a\"b"}])"),
             "media type"));
  CHECK(says(no_parameters(R"(, "resources": {"threads": 0})"), "resources.threads"));
  CHECK(says(no_parameters(R"(, "resources": {"time_s": 1.5})"), "whole number"));
  CHECK(says(no_parameters(R"(, "resources": {"processes": 4})"), "mpi: true"));
  CHECK(says(no_parameters(R"(, "set": {"a": 1})"), "no base"));
}

TEST_CASE("a command's placeholders are parameters, and cannot run anything else") {
  CHECK(says(with_command(""), "which program is to run?"));
  CHECK(says(with_command(R"("t", "{b}")"), "there is no parameter 'b'"));
  CHECK(says(with_command(R"("t", "{a")"), "a '{' without '}'"));
  CHECK(says(with_command(R"("t", "a}")"), "a '}' without '{'"));
  CHECK(says(with_command(R"("t", "{}")"), "names no parameter"));
  CHECK(says(with_command(R"("{a}", "x")"), "may not choose the program"));
  CHECK(says(with_command(R"("t", "x")"), "the parameter would do nothing"));
  CHECK(says(with_command(R"("sh", "-c", "echo {a}")"), "could run anything"));
  CHECK(says(with_command(R"("/bin/bash", "-lc", "echo {a}")"), "could run anything"));
  CHECK(says(with_command(R"x("env", "python3.11", "-c", "print({a})")x"), "could run anything"));
  CHECK(says(with_command(R"("-x", "{a}")"), "begins with no '-'"));
  CHECK(says(with_command("\"t\", \"a\\u0000{a}\""), "NUL"));
  CHECK(problems_in(with_command(R"("sh", "-c", "echo \"$1\"", "--", "{a}")")).empty());
  CHECK(problems_in(with_command(R"("python3", "/opt/run.py", "-e", "{a}")")).empty());
}

}  // namespace
