// The draft of a job that is to be done again.
#include <algorithm>
#include <fstream>
#include <iterator>

#include "engine/base/text.hpp"
#include "jobs/types/check.hpp"
#include "uws/analysis/asked.hpp"
#include "uws/analysis/find_original.hpp"
#include "uws/analysis/redo.hpp"

namespace uws {
namespace {

constexpr std::size_t ids_in_a_value = 500;

bool is_given(jobs::JobType const& type, jobs::Job const& job, std::string_view name) {
  return std::ranges::any_of(job.parameters, [&](jobs::Parameter const& parameter) {
    return engine::same_word(jobs::canonical_name(type, parameter.name), name);
  });
}

bool is_input(jobs::JobType const& type, std::string_view name) {
  return std::ranges::any_of(type.inputs, [&](auto const& input) { return input.parameter == name; });
}

/// An upload of the old job, as an upload of this one.
void copy_upload(AnalysisParts const& parts, jobs::Job const& old, jobs::Parameter const& parameter,
                 jobs::Job& job) {
  std::ifstream file(parts.directories.file(old, parameter.file), std::ios::binary);
  std::string const bytes{std::istreambuf_iterator<char>(file), {}};
  jobs::Parameter copy = parameter;
  copy.file = parts.directories.keep_upload(job, parameter.name, bytes);
  job.parameters.push_back(std::move(copy));
}

void take_uploads(AnalysisParts const& parts, jobs::JobType const& type, Original const& original,
                  jobs::Job& job) {
  auto const old = parts.store.find(original.activity);
  if (!old) return;
  auto const given = job.parameters;
  for (auto const& parameter : old->parameters) {
    bool const known =
        std::ranges::any_of(given, [&](auto const& p) { return engine::same_word(p.name, parameter.name); });
    std::error_code none;
    if (parameter.file.empty() || known || is_service_word(parameter.name) ||
        !std::filesystem::is_regular_file(parts.directories.file(*old, parameter.file), none) ||
        is_given(type, job, parameter.name))
      continue;
    copy_upload(parts, *old, parameter, job);
  }
}

/// The runs as they were chosen then, whatever the query or the collection would give today.
void take_runs(jobs::JobType const& type, Original const& original, jobs::Job& job) {
  auto const input = std::ranges::find(type.inputs, "events", &jobs::InputDescription::role);
  if (input == type.inputs.end() || is_given(type, job, input->parameter) || is_given(type, job, "ADQL") ||
      is_given(type, job, run_ids_parameter))
    return;
  std::vector<std::string> ids, numbers;
  for (auto const& one : original.inputs) {
    if (one.id.find("/uploads/") != std::string::npos) continue;
    if (one.id.starts_with("ivo://"))
      ids.push_back(one.id);
    else if (!one.obs_id.empty())
      numbers.push_back(one.obs_id);
  }
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  for (std::size_t first = 0; first < ids.size(); first += ids_in_a_value)
    job.parameters.push_back(
        {.name = input->parameter,
         .value = engine::joined(
             {ids.begin() + static_cast<std::ptrdiff_t>(first),
              ids.begin() + static_cast<std::ptrdiff_t>(std::min(ids.size(), first + ids_in_a_value))},
             ",")});
  std::ranges::sort(numbers);
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  if (ids.empty() && !numbers.empty())
    job.parameters.push_back({.name = std::string(run_ids_parameter), .value = engine::joined(numbers, ",")});
}

}  // namespace

bool is_redo(jobs::Job const& job) { return jobs::find_parameter(job, "PROVENANCE") != nullptr; }

std::vector<std::string> take_over_original(AnalysisParts const& parts, jobs::JobType const& type,
                                            jobs::Job& job) {
  if (!is_redo(job)) return {};
  auto const found = find_original(parts, job);
  if (auto const* const why = std::get_if<std::string>(&found)) return {*why};
  auto const& original = std::get<Original>(found);
  auto const named = parts.types.find(original.type);
  if (original.type != type.name && (!named || jobs::worker_of(*named).name != jobs::worker_of(type).name))
    return {"PROVENANCE: that was a job of the type '" + original.type + "', this is the list of '" +
            type.name + "' - post it there"};
  take_uploads(parts, type, original, job);
  take_runs(type, original, job);
  bool const has_runs =
      std::ranges::any_of(original.inputs, [](auto const& input) { return !input.id.empty(); });
  auto const given = job.parameters;
  for (auto const& [name, value] : original.parameters) {
    bool const chooses_runs = is_input(type, name) || name == run_ids_parameter;
    if (is_service_word(name) || (chooses_runs && has_runs)) continue;
    bool const known = std::ranges::any_of(given, [&](auto const& p) {
      return engine::same_word(jobs::canonical_name(type, p.name), jobs::canonical_name(type, name));
    });
    if (!known) job.parameters.push_back({.name = jobs::canonical_name(type, name), .value = value});
  }
  return {};
}

}  // namespace uws
