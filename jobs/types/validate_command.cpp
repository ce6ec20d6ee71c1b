#include <algorithm>
#include <array>

#include "jobs/types/template.hpp"
#include "jobs/types/validate_parts.hpp"

namespace jobs {

namespace {

constexpr std::size_t most_words = 1000, longest_template = 10000;

void check_word(JobType const& type, std::size_t i, Complaints& complaints) {
  std::vector<std::string> const& argv = type.command.argv;
  std::string const place = "command.argv[" + std::to_string(i) + "]";
  auto const pieces = template_pieces(argv[i]);
  if (!pieces) return complaints.add(place, pieces.error());
  int repeated = 0;
  for (TemplatePiece const& piece : *pieces) {
    if (!piece.is_placeholder || is_place(piece.text)) continue;
    ParameterDescription const* const parameter = find_parameter(type, piece.text);
    if (parameter == nullptr || parameter->name != piece.text) {
      complaints.add(place, "there is no parameter '" + piece.text + "' for {" + piece.text + "}");
      continue;
    }
    repeated += parameter->repeatable ? 1 : 0;
    if (i == 0) complaints.add(place, "a parameter may not choose the program");
    if (i > 0 && takes_a_script(argv, i - 1))
      complaints.add(place,
                     "a value inside a script could run anything - hand it over as a word of its own: "
                     "[\"sh\", \"-c\", \"... \\\"$1\\\"\", \"sh\", \"{" +
                         piece.text + "}\"]");
    if (!is_settable(type, *parameter) && !parameter->default_value)
      complaints.add(place, "'" + piece.text + "' has no default and clients may not set it");
  }
  if (repeated > 1) complaints.add(place, "two repeatable parameters in one word");
}

/// With name_value the names follow by themselves; else a parameter that no word mentions would do nothing.
void check_all_used(JobType const& type, Complaints& complaints) {
  for (ParameterDescription const& p : type.parameters) {
    bool const mentioned = std::ranges::any_of(type.command.argv, [&](std::string const& word) {
      return word.find("{" + p.name + "}") != std::string::npos;
    });
    bool const by_folder = find_input(type, p.name) != nullptr &&
                           std::ranges::any_of(type.command.argv, [](std::string const& word) {
                             return word.find("{inputs}") != std::string::npos;
                           });
    if (!mentioned && !by_folder && is_settable(type, p))
      complaints.add("command.argv", "no word has {" + p.name + "}: the parameter would do nothing");
  }
}

}  // namespace

void check_command(JobType const& type, Complaints& complaints) {
  std::vector<std::string> const& argv = type.command.argv;
  if (argv.empty() || argv.front().empty())
    return complaints.add("command.argv", "is empty: which program is to run?");
  if (argv.size() > most_words)
    return complaints.add("command.argv", "more than " + std::to_string(most_words) + " words");
  for (std::size_t i = 0; i < argv.size(); ++i) {
    std::string const place = "command.argv[" + std::to_string(i) + "]";
    if (argv[i].size() > longest_template || argv[i].find('\0') != std::string::npos)
      complaints.add(place, "too long, or with a NUL in it");
    else
      check_word(type, i, complaints);
  }
  if (argv.front().starts_with('-')) complaints.add("command.argv[0]", "a program's name begins with no '-'");
  if (!type.command.name_value) check_all_used(type, complaints);
}

}  // namespace jobs
