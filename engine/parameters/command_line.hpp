/// From the words of a command line (and a job file) to checked parameter values.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/parameters/values.hpp"

namespace engine {

/// What a call asks for before any work: text to print, or a command with its values.
struct ShowText {
  std::string text;
};
struct RunCommand {
  ParameterValues values;
  bool json = false;
};
using CommandLine = std::variant<ShowText, RunCommand>;

/// What is wrong with values that are right one by one: combinations, forms that a type does not know.
using RequestCheck = std::function<std::vector<BadParameter>(ParameterValues const&)>;

/// Understands `--name value`, `--name=value`, `name=value`, bare words for the positional parameter,
/// `--config file.yaml`, `--json`, `--help`. Throws Failure(bad_request) that lists every mistake, not just
/// the first: `check` is asked even if single values are wrong, and what it says about those is dropped.
CommandLine parse_command_line(std::vector<std::string> const& words, RequestCheck const& check = {});

/// The same names as on the command line: a flat mapping, or one below the command's name. Lists are joined
/// by commas (repeatable parameters take them one by one). Unknown keys are problems with a suggestion.
std::vector<BadParameter> read_job_file(std::string const& path, ParameterValues& into);

std::string general_help();
std::string help_of(Command const& command);

}  // namespace engine
