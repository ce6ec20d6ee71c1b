#include "catalog/ingest/yaml_mapping.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/base/text.hpp"

namespace catalog::ingest {

int line_of(YAML::Node const& node) {
  return node.IsDefined() && node.Mark().line >= 0 ? node.Mark().line + 1 : 0;
}

YamlMapping::YamlMapping(YAML::Node const& node, std::string name, std::vector<FileMistake>& mistakes)
    : node_(node), name_(std::move(name)), mistakes_(mistakes) {
  if (node_.IsMap()) return;
  mistakes_.push_back({line_of(node), (name_.empty() ? "the file" : name_) +
                                          " is no mapping: lines of the form 'name: value' are wanted"});
  node_ = YAML::Node(YAML::NodeType::Map);
}

std::string YamlMapping::spelt(std::string const& key) const {
  return name_.empty() ? key : name_ + ": " + key;
}

void YamlMapping::mistake(std::string const& key, std::string const& what) {
  YAML::Node const& map = node_;
  YAML::Node const at = map[key];
  mistakes_.push_back({line_of(at.IsDefined() ? at : map), spelt(key) + " " + what});
}

/// Undefined where the key is absent or has nothing behind it.
YAML::Node YamlMapping::value(std::string const& key) {
  known_.push_back(key);
  YAML::Node const& map = node_;
  YAML::Node const found = map[key];
  return found.IsDefined() && !found.IsNull() ? found : YAML::Node(YAML::NodeType::Undefined);
}

bool YamlMapping::has(std::string const& key) const {
  YAML::Node const& map = node_;
  YAML::Node const found = map[key];
  return found.IsDefined() && !found.IsNull();
}

bool YamlMapping::quoted(std::string const& key) const {
  YAML::Node const& map = node_;
  return has(key) && map[key].Tag() == "!";
}

std::string YamlMapping::text(std::string const& key) {
  YAML::Node const node = value(key);
  if (!node.IsDefined()) return {};
  if (node.IsScalar()) return std::string(engine::trimmed(node.Scalar()));
  mistake(key, "is a list or a mapping; one text is wanted");
  return {};
}

std::string YamlMapping::required_text(std::string const& key) {
  std::string const found = text(key);
  bool const told = has(key) && found.empty();
  if (found.empty() && !told) mistakes_.push_back({line_of(node_), spelt(key) + " is missing"});
  return found;
}

std::optional<double> YamlMapping::real(std::string const& key) {
  std::string const written = text(key);
  if (written.empty()) return std::nullopt;
  std::optional<double> const number = engine::number(written);
  if (number && std::isfinite(*number)) return number;
  mistake(key, "= '" + written + "' is no number");
  return std::nullopt;
}

std::optional<double> YamlMapping::real_between(std::string const& key, double least, double most) {
  std::optional<double> const number = real(key);
  if (!number || (*number >= least && *number <= most)) return number;
  mistake(key, "= " + engine::shortest(*number) + " is outside " + engine::shortest(least) + " to " +
                   engine::shortest(most));
  return std::nullopt;
}

std::optional<int> YamlMapping::integer(std::string const& key, int least, int most) {
  std::string const written = text(key);
  if (written.empty()) return std::nullopt;
  std::optional<std::int64_t> const number = engine::whole_number(written);
  if (number && *number >= least && *number <= most) return static_cast<int>(*number);
  mistake(key, "= '" + written + "' is no whole number from " + std::to_string(least) + " to " +
                   std::to_string(most));
  return std::nullopt;
}

std::optional<bool> YamlMapping::boolean(std::string const& key) {
  std::string const written = text(key);
  if (written.empty()) return std::nullopt;
  for (char const* word : {"true", "yes", "on"})
    if (engine::same_word(written, word)) return true;
  for (char const* word : {"false", "no", "off"})
    if (engine::same_word(written, word)) return false;
  mistake(key, "= '" + written + "' is neither yes nor no");
  return std::nullopt;
}

std::vector<std::string> YamlMapping::texts(std::string const& key) {
  YAML::Node const node = value(key);
  std::vector<std::string> out;
  if (!node.IsDefined()) return out;
  if (node.IsScalar()) return {std::string(engine::trimmed(node.Scalar()))};
  bool const list = node.IsSequence();
  if (list)
    for (YAML::Node const& item : node)
      if (item.IsScalar()) out.emplace_back(engine::trimmed(item.Scalar()));
  if (!list || out.size() != node.size()) mistake(key, "is no list of texts");
  return out;
}

std::vector<std::int64_t> YamlMapping::ids(std::string const& key) {
  constexpr std::int64_t longest_range = 1000000;
  std::vector<std::int64_t> out;
  for (std::string const& word : texts(key)) {
    std::size_t const dash = word.find('-', 1);
    auto const first = engine::whole_number(word.substr(0, dash));
    auto const last = dash == word.npos ? first : engine::whole_number(word.substr(dash + 1));
    if (!first || !last || *last < *first || *last - *first >= longest_range) {
      mistake(key, "has '" + word + "', which is no run id or range of them (110380-110390)");
      continue;
    }
    for (std::int64_t id = *first; id <= *last; ++id) out.push_back(id);
  }
  return out;
}

void YamlMapping::each(std::string const& key, std::function<void(YamlMapping&)> const& read) {
  YAML::Node const node = value(key);
  if (!node.IsDefined()) return;
  if (!node.IsSequence() && !node.IsMap()) return mistake(key, "is no list of mappings");
  std::size_t n = 0;
  auto const read_one = [&](YAML::Node const& item) {
    ++n;
    YamlMapping one(item, spelt(key) + " " + std::to_string(n), mistakes_);
    if (item.IsMap()) read(one), one.finish();
  };
  if (node.IsMap()) return read_one(node);
  for (YAML::Node const& item : node) read_one(item);
}

void YamlMapping::mapping(std::string const& key, std::function<void(YamlMapping&)> const& read) {
  YAML::Node const node = value(key);
  if (!node.IsDefined()) return;
  YamlMapping one(node, spelt(key), mistakes_);
  if (node.IsMap()) read(one), one.finish();
}

void YamlMapping::finish() {
  std::set<std::string> seen;
  for (auto const& entry : node_) {
    std::string const key = entry.first.IsScalar() ? entry.first.Scalar() : "?";
    if (!seen.insert(key).second)
      mistakes_.push_back({line_of(entry.first), spelt(key) + " stands there twice"});
    else if (std::find(known_.begin(), known_.end(), key) == known_.end()) {
      std::optional<std::string> const near = engine::nearest_word(key, known_);
      mistakes_.push_back({line_of(entry.first), spelt(key) + " is unknown - " +
                                                     (near ? "did you mean " + *near + "?"
                                                           : "known are " + engine::joined(known_, ", "))});
    }
  }
}

}  // namespace catalog::ingest
