#include "engine/parameters/command_line.hpp"

#include <algorithm>
#include <span>

#include <CLI/CLI.hpp>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace engine {

namespace {

[[noreturn]] void refuse(std::vector<BadParameter> const& problems, std::string const& command) {
  throw Failure(Fault::bad_request, text_of(problems) + "\nsee: distill " + command + " --help");
}

bool is_name(std::string_view word) {
  return !word.empty() && std::isalpha(static_cast<unsigned char>(word.front())) != 0 &&
         std::all_of(word.begin(), word.end(), [](char c) {
           return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
         });
}

/// `name=value` and `--na_me` become `--name=value` and `--na-me`, the one form CLI11 is told about.
std::string as_option(std::string const& word, Command const& command) {
  std::size_t const dashes = word.rfind("--", 0) == 0 ? 2 : 0;
  std::size_t const equals = std::min(word.find('='), word.size());
  std::string name = word.substr(dashes, equals - dashes);
  Parameter const* const parameter = is_name(name) ? find_parameter(command, name) : nullptr;
  bool const is_flag = name == "json" || (parameter != nullptr && parameter->flag);
  if (!is_name(name) || (dashes == 0 && equals == word.size() && !is_flag)) return word;
  if (parameter != nullptr) name = parameter->name;
  std::string value = word.substr(equals);
  // A bare flag is a yes.
  if (is_flag && value.empty()) value = "=yes";
  return "--" + name + value;
}

/// Bare words first, then all options as --name=value: CLI11 gives an option every bare word behind it.
std::vector<std::string> normal_form(std::span<std::string const> words, Command const& command,
                                     std::vector<BadParameter>& problems) {
  std::vector<std::string> bare, options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string option = as_option(words[i], command);
    if (!option.starts_with("--")) {
      bare.push_back(std::move(option));
      continue;
    }
    std::size_t const equals = std::min(option.find('='), option.size());
    std::string const name = option.substr(2, equals - 2);
    bool const is_known = name == "config" || name == "json" || find_parameter(command, name) != nullptr;
    bool const next_is_value =
        equals == option.size() && i + 1 < words.size() && !words[i + 1].starts_with("--");
    if (is_known && next_is_value) option += "=" + words[++i];
    if (is_known && option.size() <= equals + 1)
      problems.push_back({name, "has no value - write one, or leave the parameter out"});
    else
      options.push_back(std::move(option));
  }
  bare.insert(bare.end(), options.begin(), options.end());
  return bare;
}

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (Command const& command : commands()) names.push_back(command.name);
  return names;
}

[[noreturn]] void unknown_command(std::string const& word) {
  std::optional<std::string> const meant = nearest_word(word, command_names());
  throw Failure(Fault::bad_request, "'" + word + "' is not a command of distill - " +
                                        (meant ? "did you mean " + *meant + "?" : "see distill --help"));
}

bool is_help(std::string const& word) { return word == "--help" || word == "-h" || word == "help"; }

/// What CLI11 could not match, as problems with suggestions.
std::vector<BadParameter> leftovers(CLI::App const& app, Command const& command) {
  std::vector<BadParameter> problems;
  for (std::string const& word : app.remaining()) {
    std::size_t const dashes = std::min(word.find_first_not_of('-'), word.size());
    if (dashes == 0)
      problems.push_back({"", "'" + word + "' is not expected here - parameters are written name=value"});
    else
      problems.push_back(unknown_parameter(command, word.substr(dashes, word.find('=') - dashes)));
  }
  return problems;
}

bool is_word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-'; }

bool mentions(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    std::size_t const end = at + word.size();
    if ((at == 0 || !is_word_character(text[at - 1])) &&
        (end == text.size() || !is_word_character(text[end])))
      return true;
  }
  return false;
}

/// Of a value that was rejected it has been said what is wrong; that it now seems to be missing is no news.
bool is_about_rejected(BadParameter const& bad, ParameterValues const& values) {
  std::vector<Parameter> const& all = values.command().parameters;
  return std::any_of(all.begin(), all.end(), [&](Parameter const& p) {
    return values.is_rejected(p.name) && (p.name == bad.name || mentions(bad.problem, p.name));
  });
}

void check_together(ParameterValues const& values, RequestCheck const& check,
                    std::vector<BadParameter>& problems) {
  for (Parameter const& p : values.command().parameters)
    if (p.required && !values.is_set(p.name) && !values.is_rejected(p.name))
      problems.push_back({p.name, "is missing - " + p.text});
  if (!check) return;
  for (BadParameter& bad : check(values))
    if (!is_about_rejected(bad, values)) problems.push_back(std::move(bad));
}

}  // namespace

CommandLine parse_command_line(std::vector<std::string> const& words, RequestCheck const& check) {
  if (words.empty() || is_help(words[0])) {
    Command const* const about = words.size() > 1 ? find_command(words[1]) : nullptr;
    return ShowText{about != nullptr ? help_of(*about) : general_help()};
  }
  if (words[0] == "--version") return parse_command_line({"version"});
  Command const* const command = find_command(words[0]);
  if (command == nullptr) unknown_command(words[0]);

  std::span<std::string const> const arguments(words.begin() + 1, words.end());
  if (std::any_of(arguments.begin(), arguments.end(),
                  [](auto const& w) { return w == "--help" || w == "-h"; }))
    return ShowText{help_of(*command)};
  std::vector<BadParameter> problems;
  std::vector<std::string> rest = normal_form(arguments, *command, problems);

  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  std::map<std::string, std::vector<std::string>> given;
  std::vector<std::string> configs, json;
  for (Parameter const& p : command->parameters)
    app.add_option("--" + p.name, given[p.name])->allow_extra_args(false)->take_all()->expected(1, 1 << 20);
  app.add_option("--config", configs)->allow_extra_args(false)->take_all()->expected(1, 1 << 20);
  app.add_flag("--json", json);
  if (command->positional)
    app.add_option("positional", given["positional " + *command->positional])->expected(0, 1 << 20);
  std::reverse(rest.begin(), rest.end());  // CLI11 takes the words from the back
  try {
    app.parse(rest);
  } catch (CLI::ParseError const& error) {
    refuse({{"", error.what()}}, command->name);
  }
  for (BadParameter& bad : leftovers(app, *command)) problems.push_back(std::move(bad));

  RunCommand out{ParameterValues(*command), !json.empty() && is_yes(json.back())};
  for (std::string const& path : configs)
    for (BadParameter& bad : read_job_file(path, out.values)) problems.push_back(std::move(bad));
  auto const set = [&](std::string const& name, std::vector<std::string> const& values) {
    for (std::string const& value : values)
      if (std::optional<BadParameter> bad = out.values.set(name, value, Source::user))
        problems.push_back(*bad);
  };
  for (Parameter const& p : command->parameters) set(p.name, given[p.name]);
  if (command->positional) set(*command->positional, given["positional " + *command->positional]);
  check_together(out.values, check, problems);
  if (!problems.empty()) refuse(problems, command->name);
  return out;
}

}  // namespace engine
