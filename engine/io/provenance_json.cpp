#include "engine/io/provenance_json.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "engine/io/product_header.hpp"
#include "engine/io/sha256.hpp"

namespace engine {

namespace {

std::string input_line(InputRecord const& input) {
  return std::to_string(input.observation.id) + ' ' + file_name_of(input.observation.events.file) + ' ' +
         input.observation.events.hdu + ' ' + std::to_string(input.flow.read);
}

constexpr std::size_t hash_digits = 16;  ///< of the recipe, in ids

}  // namespace

std::string input_lines(ProductSummary const& summary) {
  std::vector<std::string> lines;
  for (InputRecord const& input : summary.inputs) lines.push_back(input_line(input));
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (std::string const& line : lines) all += line + '\n';
  return all;
}

std::string recipe_hash(ProductSummary const& summary) {
  std::vector<std::pair<std::string, std::string>> parameters = summary.recipe.parameters;
  std::sort(parameters.begin(), parameters.end());
  // As JSON, so that no value can look like the next name.
  nlohmann::json const recipe = {summary.recipe.command, summary.creator, parameters, input_lines(summary)};
  return sha256_of(recipe.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

std::string activity_id(ProductSummary const& summary) {
  std::optional<Activity> const& activity = summary.facts->activity;
  if (activity && !activity->id.empty()) return activity->id;
  return job_namespace + recipe_hash(summary).substr(0, hash_digits);
}

std::string product_id(ProductSummary const& summary, std::string const& name) {
  std::optional<Activity> const& activity = summary.facts->activity;
  std::string const given = activity ? product_id_of(*activity, name) : "";
  return given.empty() ? product_namespace + recipe_hash(summary).substr(0, hash_digits) + "/" + name : given;
}

}  // namespace engine
