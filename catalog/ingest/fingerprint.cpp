#include "catalog/ingest/fingerprint.hpp"

#include "catalog/ingest/file_facts.hpp"
#include "catalog/ingest/found_runs.hpp"
#include "engine/base/text.hpp"
#include "engine/io/sha256.hpp"

namespace catalog::ingest {

namespace {

constexpr int rules_version = 1;

/// Lengths in front, so that no two lists of texts look the same.
class Digest {
 public:
  Digest& add(std::string const& text) {
    text_ += std::to_string(text.size()) + ":" + text;
    return *this;
  }
  Digest& add(std::optional<double> const& value) { return add(value ? engine::shortest(*value) : "-"); }
  Digest& add(std::int64_t value) { return add(std::to_string(value)); }
  std::string hexadecimal() const { return engine::sha256_of(text_); }

 private:
  std::string text_;
};

void add(Digest& digest, HeaderOverride const& rule) {
  digest.add(rule.keyword).add(rule.value.value_or("-")).add(rule.value_is_text ? 1 : 0).add(rule.scale);
  digest.add(rule.copy_from.value_or("-")).add(rule.only_if_absent ? 1 : 0).add(rule.above).add(rule.below);
  digest.add(static_cast<std::int64_t>(rule.runs.size()));
  for (std::int64_t const run : rule.runs) digest.add(run);
}

void add(Digest& digest, ArrayConfiguration const& array) {
  digest.add(array.name).add(array.instrument).add(array.valid_from_text).add(array.valid_to_text);
  for (Telescope const& telescope : array.telescopes) digest.add(telescope.name).add(telescope.fov_deg);
}

void add(Digest& digest, engine::HduLocation const& where, std::string const& root) {
  digest.add(path_below(root, spelt_once(where.file))).add(where.hdu).add(where.number.value_or(0));
}

}  // namespace

std::string recipe_of(Collection const& collection) {
  Digest digest;
  digest.add(rules_version).add(collection.name).add(collection.authority).add(collection.s_fov_deg);
  digest.add(collection.proposal_id);
  for (HeaderOverride const& rule : collection.overrides) add(digest, rule);
  digest.add("arrays");
  for (ArrayConfiguration const& array : collection.arrays) add(digest, array);
  digest.add("projects");
  for (Project const& project : collection.projects) {
    digest.add(project.id).add(engine::joined(project.members.targets, "\n"));
    for (std::int64_t const run : project.members.ids) digest.add(run);
  }
  return digest.hexadecimal();
}

std::string fingerprint_of(engine::Observation const& run, std::string const& root, std::string const& recipe,
                           std::vector<FileSum> const& files) {
  Digest digest;
  digest.add(recipe).add(run.id);
  add(digest, run.events, root);
  digest.add(run.gti ? 1 : 0);
  if (run.gti) add(digest, *run.gti, root);
  for (engine::ResponseLocation const& response : run.responses) {
    digest.add(response.type).add(response.hdu_class);
    add(digest, response.location, root);
  }
  for (FileSum const& file : files) digest.add(file.path).add(file.sha256);
  return digest.hexadecimal();
}

}  // namespace catalog::ingest
