#include "slurm/batch_directives.hpp"

#include <array>

#include "engine/base/failure.hpp"
#include "slurm/shell_words.hpp"

namespace slurm {
namespace {

constexpr std::array ours{"--array",     "-a",         "--chdir", "-D",           "--comment",
                          "--export",    "--job-name", "-J",      "--no-requeue", "--requeue",
                          "--output",    "-o",         "--error", "-e",           "--open-mode",
                          "--signal",    "--wait",     "-W",      "--wrap",       "--parsable",
                          "--test-only", "--clusters", "-M",      "--ignore-pbs", "--input",
                          "-i",          "--hold",     "-H",      "--export-file"};

std::string name_of_option(std::string const& word) {
  if (word.starts_with("--")) return word.substr(0, word.find('='));
  return word.substr(0, 2);  // "-N2" is "-N 2"
}

void refuse_ours(std::string const& word) {
  for (std::string const name : ours)
    if (name_of_option(word) == name)
      throw engine::Failure(engine::Fault::bad_request,
                            "cannot use this option for batches: " + word +
                                " (the service sets it itself) - take it out of the settings of the cluster");
}

}  // namespace

void Directives::say(std::string_view reason) {
  text_ += "# ";
  for (char const c : reason) text_ += c >= ' ' && c <= '~' ? c : '?';
  text_ += '\n';
}

void add_options(Directives& lines, std::vector<std::string> const& words) {
  std::string line;
  for (auto const& word : words) {
    std::string const safe = directive_value(word, "the option");
    if (!safe.starts_with('-')) {  // the value of the option before
      line += (line.empty() ? "" : " ") + safe;
      continue;
    }
    refuse_ours(safe);
    if (!line.empty()) lines.add(line);
    line = safe;
  }
  if (!line.empty()) lines.add(line);
}

}  // namespace slurm
