#include <algorithm>

#include "engine/base/text.hpp"
#include "engine/parameters/command_line.hpp"

namespace engine {

namespace {

constexpr std::size_t text_width = 100;
constexpr std::size_t text_column = 24;

/// Words of `text` in lines that end before text_width; every line but the first is indented.
std::string wrapped(std::string const& text, std::size_t indent) {
  std::string out;
  std::size_t column = indent;
  for (std::size_t from = 0; from < text.size();) {
    std::size_t const to = std::min(text.find(' ', from), text.size());
    std::size_t const length = to - from;
    if (column + length + 1 > text_width && column > indent) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += text.substr(from, length);
    column += length;
    from = to + 1;
  }
  return out;
}

std::string line_of(Parameter const& p) {
  std::string left = "  " + p.name + (p.flag ? "" : "=");
  std::string right = p.text;
  if (!p.options.empty() && p.type == ValueType::choice) right += " One of " + joined(p.options, ", ") + ".";
  if (!p.options.empty() && p.type == ValueType::choices) right += " Any of " + joined(p.options, ", ") + ".";
  std::string facts = std::string(word_of(p.type));
  if (!p.unit.empty()) facts += " in " + p.unit;
  if (p.fallback && !p.fallback->empty()) facts += ", default " + *p.fallback;
  if (!p.aliases.empty()) facts += "; also " + joined(p.aliases, ", ");
  right += " [" + facts + "]";
  left += left.size() + 1 < text_column ? std::string(text_column - left.size(), ' ')
                                        : "\n" + std::string(text_column, ' ');
  return left + wrapped(right, text_column) + "\n";
}

}  // namespace

std::string general_help() {
  std::string out =
      "distill - selects, counts and maps gamma-ray events from DL3 archives\n\n"
      "  distill <command> [name=value ...]\n\nCommands:\n";
  for (Command const& command : commands())
    out += "  " + command.name + std::string(12 - command.name.size(), ' ') + command.summary + "\n";
  out +=
      "\nEvery command: --help, --json (results on stdout), --config job.yaml (the same names).\n"
      "name=value and --name value are the same. Under mpirun or srun the ranks share the work.\n\n"
      "Exit status: 0 done; 2 a wrong request; 3 bad data; 4 something is missing (a file, disk, memory);\n"
      "  5 interrupted; 10 done, but runs were left out (on-error=skip); 70 a mistake of ours.\n"
      "  check: 0 clean, 1 warnings, 3 errors. compare: 0 the same, 1 not. selftest: 4 refused.\n";
  return out;
}

std::string help_of(Command const& command) {
  std::string const bare = command.positional ? " [" + *command.positional + " ...]" : "";
  std::string out =
      "distill " + command.name + bare + " [name=value ...]\n\n" + wrapped(command.text, 0) + "\n";
  std::vector<std::string> groups;
  for (Parameter const& p : command.parameters)
    if (std::find(groups.begin(), groups.end(), p.group) == groups.end()) groups.push_back(p.group);
  for (std::string const& group : groups) {
    out += "\n" + group + ":\n";
    for (Parameter const& p : command.parameters)
      if (p.group == group) out += line_of(p);
  }
  out +=
      "\nAlways:\n" +
      line_of({.name = "config",
               .type = ValueType::path,
               .text = "A YAML file with the same names; the command line wins."}) +
      line_of(
          {.name = "json", .type = ValueType::boolean, .text = "Results as JSON on stdout.", .flag = true});
  if (!command.examples.empty()) out += "\nExamples:\n";
  for (std::string const& example : command.examples) out += "  " + wrapped(example, 6) + "\n";
  return out;
}

}  // namespace engine
