#include <set>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "engine/parameters/command_line.hpp"
#include "engine/parameters/describe_json.hpp"

using namespace engine;

TEST_CASE("within a command no two parameters answer to one name") {
  for (Command const& command : commands()) {
    std::set<std::string> names;
    for (Parameter const& p : command.parameters) {
      CHECK_MESSAGE(names.insert(p.name).second, command.name, " ", p.name);
      std::set<std::string> own;  // obs_id and obs-id are spellings of one alias
      for (std::string alias : p.aliases) {
        for (char& c : alias) c = c == '_' ? '-' : c;
        own.insert(alias);
      }
      for (std::string const& alias : own)
        CHECK_MESSAGE((alias == p.name || names.insert(alias).second), command.name, " ", alias);
    }
  }
}

TEST_CASE("every default is a value that its own parameter accepts") {
  for (Command const& command : commands())
    for (Parameter const& p : command.parameters)
      if (p.fallback && !p.fallback->empty())
        CHECK_MESSAGE(!problem_of(p, *p.fallback), command.name, " ", p.name, "=", *p.fallback);
}

TEST_CASE("every parameter is explained, and every choice has options") {
  for (Command const& command : commands())
    for (Parameter const& p : command.parameters) {
      CHECK_MESSAGE(p.text.size() > 5, command.name, " ", p.name);
      CHECK_MESSAGE(p.text.back() == '.', command.name, " ", p.name);
      bool const choice = p.type == ValueType::choice || p.type == ValueType::choices;
      CHECK_MESSAGE(choice == !p.options.empty(), command.name, " ", p.name);
      bool const dimensional = p.type == ValueType::angle || p.type == ValueType::energy;
      CHECK_MESSAGE((!dimensional || !p.unit.empty()), command.name, " ", p.name);
    }
}

TEST_CASE("the help of a command names every parameter and its default") {
  for (Command const& command : commands()) {
    std::string const help = help_of(command);
    for (Parameter const& p : command.parameters) {
      CHECK_MESSAGE(help.find("  " + p.name) != std::string::npos, command.name, " ", p.name);
      if (p.fallback) CHECK_MESSAGE(help.find(*p.fallback) != std::string::npos, command.name, " ", p.name);
    }
  }
}

TEST_CASE(
    "a description has the same parameters as the table, with name, type, unit, default, range, options, "
    "text") {
  for (Command const& command : commands()) {
    auto const json = nlohmann::json::parse(description_json(command));
    REQUIRE(json["parameters"].size() == command.parameters.size());
    for (std::size_t i = 0; i < command.parameters.size(); ++i) {
      auto const& p = json["parameters"][i];
      CHECK(p["name"] == command.parameters[i].name);
      for (char const* key : {"type", "unit", "default", "range", "options", "text"}) CHECK(p.contains(key));
    }
  }
}

TEST_CASE("the job types are the commands that make products") {
  std::set<std::string> names;
  for (auto const& job : nlohmann::json::parse(descriptions_json()))
    names.insert(job["name"].get<std::string>());
  CHECK(names == std::set<std::string>{"map", "select", "selftest", "simulate"});
}
