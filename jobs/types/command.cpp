#include "jobs/types/command.hpp"

#include <algorithm>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "jobs/types/template.hpp"
#include "jobs/types/validate.hpp"

namespace jobs {

namespace {

using engine::Failure;
using engine::Fault;

[[noreturn]] void refuse(std::string const& message) { throw Failure(Fault::bad_request, message); }

/// The words of one command, each made where its place is known.
class CommandWords {
 public:
  CommandWords(JobType const& type, std::vector<ResolvedParameter> const& work, Places const& places)
      : type_(type), work_(work), places_(places) {}

  std::vector<std::string> run() {
    for (std::size_t i = 0; i < type_.command.argv.size(); ++i) add_template(type_.command.argv, i);
    if (type_.command.name_value) add_names_and_values();
    return std::move(words_);
  }

 private:
  void add(std::string word) {
    if (word.find('\0') != std::string::npos)
      refuse("a value with a NUL character cannot be handed to a program");
    total_ += word.size() + 1;
    if (word.size() > longest_word || total_ > longest_command)
      refuse("the parameters are too long for a command line: " + std::to_string(word.size()) +
             " bytes in a word, " + std::to_string(total_) + " in all - upload long lists as files");
    words_.push_back(std::move(word));
  }

  ResolvedParameter const* find(std::string_view name) const {
    auto const found =
        std::ranges::find_if(work_, [&](ResolvedParameter const& each) { return each.name == name; });
    return found == work_.end() ? nullptr : &*found;
  }

  std::string path_of(Parameter const& upload) const { return (places_.job / upload.file).string(); }

  /// What stands for the values: paths for data and uploads, the texts for all else.
  std::vector<std::string> values_of(ParameterDescription const& p) const {
    std::vector<std::string> out;
    if (auto const files = places_.files.find(p.name); files != places_.files.end()) {
      for (auto const& file : files->second) out.push_back(file.string());
      return out;
    }
    ResolvedParameter const* const given = find(p.name);
    if (given == nullptr) return default_of(p);
    bool by_folder = false;
    for (Parameter const& value : given->values)
      if (!value.file.empty())
        out.push_back(path_of(value));
      else if (is_runs(p))
        by_folder = true;
      else if (names_data(type_, value))
        throw Failure(Fault::internal, p.name + ": nobody has said where " + value.value + " lies");
      else
        out.push_back(value.value);
    if (by_folder) out.insert(out.begin(), places_.inputs.string());
    return out;
  }

  /// Of what clients may not set, and of a parameter that came after the job was made.
  static std::vector<std::string> default_of(ParameterDescription const& p) {
    if (!p.default_value) return {};
    return {*p.default_value};
  }

  std::vector<std::string> values_of(std::string const& placeholder) const {
    if (placeholder == "inputs") return {places_.inputs.string()};
    if (placeholder == "output") return {places_.output.string()};
    if (placeholder == "engine") return {places_.engine};
    if (placeholder == "processes") return {std::to_string(places_.processes)};
    if (placeholder == "threads") return {std::to_string(places_.threads)};
    ParameterDescription const* const p = find_parameter(type_, placeholder);
    if (p == nullptr)
      throw Failure(Fault::internal,
                    "the command of " + type_.name + " names no parameter: {" + placeholder + "}");
    return values_of(*p);
  }

  /// A word for each value of the repeated placeholder; none if one of its placeholders has no value.
  void add_template(std::vector<std::string> const& argv, std::size_t i) {
    auto const pieces = template_pieces(argv[i]);
    if (!pieces) throw Failure(Fault::internal, "the command of " + type_.name + ": " + pieces.error());
    std::vector<std::string> made{""};
    for (TemplatePiece const& piece : *pieces) {
      std::vector<std::string> const values =
          piece.is_placeholder ? values_of(piece.text) : std::vector<std::string>{piece.text};
      std::vector<std::string> longer;
      for (std::string const& begin : made)
        for (std::string const& value : values) {
          bool const leads = begin.empty() && piece.is_placeholder;
          if (leads) refuse_option(argv, i, piece.text, value);
          longer.push_back(begin + value);
        }
      made = std::move(longer);
    }
    for (std::string& word : made) add(std::move(word));
  }

  static void refuse_option(std::vector<std::string> const& argv, std::size_t i, std::string const& name,
                            std::string const& value) {
    bool const harmless = !value.starts_with('-') || engine::number(value) ||
                          std::find(argv.begin(), argv.begin() + static_cast<std::ptrdiff_t>(i), "--") !=
                              argv.begin() + static_cast<std::ptrdiff_t>(i);
    if (!harmless)
      refuse(name + ": '" + value.substr(0, 80) +
             "' begins with '-', which the program would take for an option");
  }

  bool is_runs(ParameterDescription const& p) const {
    InputDescription const* const input = find_input(type_, p.name);
    return input != nullptr && input->role == "events";
  }

  bool is_list_of_texts(ParameterDescription const& p, ResolvedParameter const* given, bool has_files) const {
    if (!is_list_type(p.type) || is_runs(p)) return false;
    return has_files || (given != nullptr && names_data(type_, given->values.front()));
  }

  /// Defaults are the program's own: given ones could contradict what the user gave ("npix" and "width").
  void add_names_and_values() {
    for (ParameterDescription const& p : type_.parameters) {
      ResolvedParameter const* const given = find(p.name);
      bool const has_files = places_.files.contains(p.name);
      if (!has_files && (given == nullptr || given->origin == ParameterOrigin::fallback)) continue;
      // The engine's way to say "the values are in this file".
      std::string const before = is_list_of_texts(p, given, has_files) ? "@" : "";
      for (std::string const& value : values_of(p)) add(p.name + "=" + before + value);
    }
    for (auto const& [name, value] : places_.settings) add(name + "=" + value);
  }

  JobType const& type_;
  std::vector<ResolvedParameter> const& work_;
  Places const& places_;
  std::vector<std::string> words_;
  std::size_t total_ = 0;
};

}  // namespace

std::vector<std::string> command_line(JobType const& type, std::vector<ResolvedParameter> const& work,
                                      Places const& places) {
  return CommandWords(worker_of(type), work, places).run();
}

bool leads_a_word(CommandDescription const& command, std::string_view parameter) {
  std::string const opening = "{" + std::string(parameter) + "}";
  for (std::string const& word : command.argv) {
    if (word == "--") return false;
    if (word.starts_with(opening)) return true;
  }
  return false;
}

}  // namespace jobs
