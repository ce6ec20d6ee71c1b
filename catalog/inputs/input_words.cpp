#include "catalog/inputs/input_words.hpp"

#include <algorithm>

#include "engine/base/text.hpp"

namespace catalog {

namespace {

constexpr std::string_view did_start = "ivo://", job_start = "job:";

bool is_did(std::string_view word) { return engine::lower(word.substr(0, did_start.size())) == did_start; }

/// Job and result of the path behind the service's own address: ".../<id>" or ".../<id>/results/<result>".
void set_job(InputName& name, std::string_view path) {
  path = path.substr(0, path.find_first_of("?#"));
  std::vector<std::string> steps = engine::split(path, '/');
  std::erase(steps, "");
  auto const results = std::find(steps.begin(), steps.end(), "results");
  auto const end = results;
  if (end == steps.begin() || steps.empty()) return;
  name.kind = InputName::Kind::job;
  name.job = *std::prev(end);
  if (results == steps.end()) return;
  std::vector<std::string> const rest(std::next(results), steps.end());
  name.result = engine::joined(rest, "/");
}

}  // namespace

std::vector<std::string> split_input_words(std::string_view value) {
  std::vector<std::string> words;
  for (std::string& word : engine::split(value, ','))
    if (!word.empty()) words.push_back(std::move(word));
  return words;
}

InputName input_name(std::string const& word, std::string const& base_url) {
  InputName name{.text = word};
  if (is_did(word)) {
    name.kind = InputName::Kind::did;
    return name;
  }
  if (word.starts_with(job_start)) {
    name.kind = InputName::Kind::job;
    std::size_t const slash = std::min(word.find('/'), word.size());
    name.job = word.substr(job_start.size(), slash - job_start.size());
    name.result = word.substr(std::min(slash + 1, word.size()));
    return name;
  }
  if (word.find("://") != word.npos) {
    name.kind = InputName::Kind::elsewhere;
    bool const ours = !base_url.empty() && word.starts_with(base_url) && word[base_url.size()] == '/';
    if (ours) set_job(name, std::string_view(word).substr(base_url.size()));
    return name;
  }
  std::size_t const colon = word.find(':');
  if (colon == word.npos || colon == 0) return name;
  name.kind = InputName::Kind::run;
  name.collection = word.substr(0, colon);
  name.obs_id = word.substr(colon + 1);
  return name;
}

}  // namespace catalog
