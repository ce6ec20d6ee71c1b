#include "uws/analysis/asked.hpp"

#include <algorithm>
#include <array>

#include "engine/base/text.hpp"
#include "jobs/types/check.hpp"

namespace uws {
namespace {

constexpr std::array<std::string_view, 4> words{"ADQL", "COLLECTION", "PROVENANCE", "REUSE"};
constexpr std::array<std::string_view, 4> narrowing{"target", "obs-cone", "obs-time", "obs-ids"};

void read_word(jobs::Parameter const& parameter, Asked& asked) {
  std::string const name = service_word(parameter.name);
  if (name == "ADQL") asked.words.adql = parameter.value;
  if (name == "COLLECTION")
    for (std::string const& one : engine::split(parameter.value, ',')) asked.words.collections.push_back(one);
  if (name == "REUSE") {
    asked.words.reuse = engine::same_word(parameter.value, "yes");
    if (!asked.words.reuse && !engine::same_word(parameter.value, "no"))
      asked.mistakes.push_back("REUSE: '" + parameter.value + "' is neither yes nor no");
  }
}

}  // namespace

bool is_service_word(std::string_view name) {
  return std::ranges::any_of(words, [&](auto const word) { return engine::same_word(word, name); });
}

std::string service_word(std::string_view name) {
  return is_service_word(name) ? engine::upper(engine::trimmed(name)) : std::string(name);
}

bool works_on_runs(jobs::JobType const& type) {
  return std::ranges::find(type.inputs, "events", &jobs::InputDescription::role) != type.inputs.end();
}

Asked asked_of(jobs::JobType const& type, jobs::Job const& job, jobs::JobDirectories const& directories) {
  Asked asked;
  for (jobs::Parameter const& parameter : job.parameters) {
    if (is_service_word(parameter.name)) {
      read_word(parameter, asked);
      continue;
    }
    asked.given.push_back(parameter);
    std::string const name = jobs::canonical_name(type, parameter.name);
    if (auto const* const input = jobs::find_input(type, name); input && jobs::names_data(type, parameter))
      asked.data.push_back(
          {name, input->role, parameter.value,
           parameter.file.empty() ? std::filesystem::path() : directories.file(job, parameter.file),
           parameter.mime_type});
    asked.narrowed = asked.narrowed || std::ranges::find(narrowing, name) != narrowing.end();
    if (name == run_ids_parameter && !jobs::names_data(type, parameter))
      for (std::string const& id : engine::split(parameter.value, ',')) asked.run_ids.push_back(id);
  }
  return asked;
}

}  // namespace uws
