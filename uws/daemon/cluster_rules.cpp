#include "uws/daemon/cluster_rules.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include "engine/base/text.hpp"
#include "uws/daemon/config_rules.hpp"
#include "uws/daemon/quoted_words.hpp"
#include "uws/identity/role.hpp"

namespace uws {
namespace {

using slurm::Profile;

std::string in_quotes(std::string_view word) { return "'" + std::string(word) + "'"; }

template <class Value>
Trouble into_list(std::optional<std::vector<Value>>& list, Value value) {
  if (!list) list.emplace();
  list->push_back(std::move(value));
  return std::nullopt;
}

Trouble read_word(std::string const& value, std::optional<std::string>& into) {
  into = value;
  return std::nullopt;
}

/// By the reader of settings of that kind; above zero.
template <class Read, class Into>
Trouble read_measure(std::string const& value, std::optional<Into>& into, Into (*convert)(Read)) {
  Read read{};
  if (auto trouble = read_value({value}, read)) return trouble;
  if (auto trouble = rules::positive(read)) return trouble;
  into = convert(read);
  return std::nullopt;
}
int count_of(std::uint64_t count) { return static_cast<int>(std::min<std::uint64_t>(count, 1'000'000)); }
std::uint64_t bytes_of(Bytes bytes) { return bytes.count; }
std::chrono::seconds time_of(std::chrono::seconds time) { return time; }

struct Key {
  std::string_view name;
  std::function<Trouble(std::string const&, Profile&)> read;
};

/// The whole language of what a rule can say.
std::array<Key, 16> const& keys() {
  using Text = std::string const&;
  static std::array<Key, 16> const all{{
      {"partition", [](Text v, Profile& p) { return read_word(v, p.partition); }},
      {"account", [](Text v, Profile& p) { return read_word(v, p.account); }},
      {"qos", [](Text v, Profile& p) { return read_word(v, p.qos); }},
      {"constraint", [](Text v, Profile& p) { return read_word(v, p.constraint); }},
      {"reservation", [](Text v, Profile& p) { return read_word(v, p.reservation); }},
      {"container", [](Text v, Profile& p) { return read_word(v, p.container); }},
      {"container_command",
       [](Text v, Profile& p) {
         auto words = quoted_words(v);
         if (!words) return Trouble("has a quote that is not closed");
         p.container_command = std::move(*words);
         return Trouble{};
       }},
      {"launcher", [](Text v, Profile& p) { return read_word(v, p.launcher); }},
      {"exclusive",
       [](Text v, Profile& p) {
         bool yes = false;
         auto trouble = read_value({v}, yes);
         if (!trouble) p.exclusive = yes;
         return trouble;
       }},
      {"nodes", [](Text v, Profile& p) { return read_measure<std::uint64_t>(v, p.nodes, count_of); }},
      {"cpus_per_node",
       [](Text v, Profile& p) { return read_measure<std::uint64_t>(v, p.cpus_per_node, count_of); }},
      {"memory_per_node",
       [](Text v, Profile& p) { return read_measure<Bytes>(v, p.memory_per_node, bytes_of); }},
      {"time_max",
       [](Text v, Profile& p) { return read_measure<std::chrono::seconds>(v, p.time_max, time_of); }},
      {"module", [](Text v, Profile& p) { return into_list(p.modules, v); }},
      {"setup", [](Text v, Profile& p) { return into_list(p.setup, v); }},
      {"option", [](Text v, Profile& p) { return into_list(p.options, v); }},
  }};
  return all;
}

std::string near(std::string_view name) {
  std::vector<std::string> known{"env.NAME"};
  for (Key const& key : keys()) known.emplace_back(key.name);
  auto const word = engine::nearest_word(name, known);
  return word ? " - did you mean " + *word + "?" : " - known are " + engine::joined(known, ", ");
}

Trouble read_what(std::string const& word, Profile& profile) {
  auto const equals = word.find('=');
  if (equals == word.npos || equals == 0) return in_quotes(word) + " is not of the form key=value";
  std::string const name = word.substr(0, equals), value = word.substr(equals + 1);
  auto const is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
  if (std::ranges::any_of(value, is_control)) return in_quotes(name) + " has control characters";
  if (name.starts_with("env.")) {
    auto entry = environment_entry(std::string_view(word).substr(4));
    if (!entry) return in_quotes(name) + " is no name of an environment variable";
    return into_list(profile.environment, std::move(*entry));
  }
  auto const key = std::ranges::find(keys(), name, &Key::name);
  if (key == keys().end()) return "unknown word " + in_quotes(name) + near(name);
  auto const trouble = key->read(value, profile);
  return trouble ? Trouble(in_quotes(word) + " " + *trouble) : Trouble{};
}

/// The role must exist: a rule for nobody is a rule that the operator relies on in vain.
Trouble check_role(std::string const& role) {
  if (role == "anonymous" || (!role.empty() && role_of(role))) return std::nullopt;
  std::vector<std::string> known{"anonymous"};
  for (Role const each : all_roles())
    if (each != Role::anonymous) known.emplace_back(word_of(each));
  return "there is no role " + in_quotes(role) + ", only " + engine::joined(known, ", ");
}

Trouble read_for_whom(std::string const& word, slurm::Rule& rule) {
  if (word == "all") return std::nullopt;
  auto const equals = word.find('=');
  std::string const name = word.substr(0, equals);
  if (equals == word.npos || (name != "type" && name != "role"))
    return in_quotes(word) + " is none of type=..., role=..., all";
  if (equals + 1 == word.size()) return in_quotes(word) + " names nobody";
  for (std::string const& each : engine::split(std::string_view(word).substr(equals + 1), ',')) {
    if (each.empty()) return in_quotes(word) + " has an empty name in its list";
    if (name == "type") {
      rule.types.push_back(each);
      continue;
    }
    if (auto trouble = check_role(each)) return trouble;
    rule.roles.push_back(each);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::pair<std::string, std::string>> environment_entry(std::string_view text) {
  auto const equals = text.find('=');
  if (equals == text.npos) return std::nullopt;
  std::string_view const name = text.substr(0, equals);
  auto const is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  bool const valid = !name.empty() && is_letter(name.front()) && std::ranges::all_of(name, [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9');
  });
  if (!valid) return std::nullopt;
  return std::pair(std::string(name), std::string(text.substr(equals + 1)));
}

Trouble read_cluster_rule(std::string_view text, slurm::Rule& into) {
  auto const colon = text.find(':');
  if (colon == text.npos) return "has no ':' between for whom it is and what it says";
  auto const whom = quoted_words(text.substr(0, colon)), what = quoted_words(text.substr(colon + 1));
  if (!whom || !what) return "has a quote that is not closed";
  slurm::Rule rule;
  for (std::string const& word : *whom)
    if (auto trouble = read_for_whom(word, rule)) return trouble;
  for (std::string const& word : *what)
    if (auto trouble = read_what(word, rule.profile)) return trouble;
  if (what->empty()) return "says nothing behind the ':'";
  into = std::move(rule);
  return std::nullopt;
}

namespace rules {

Trouble cluster_rules(Lines const& value) {
  for (std::size_t i = 0; i < value.each.size(); ++i) {
    slurm::Rule rule;
    if (auto const trouble = read_cluster_rule(value.each[i], rule))
      return "rule " + std::to_string(i + 1) + " " + in_quotes(value.each[i]) + ": " + *trouble;
  }
  return std::nullopt;
}

Trouble cluster_environment(Lines const& value) {
  for (std::string const& each : value.each)
    if (!environment_entry(each)) return "has " + in_quotes(each) + ", which is not NAME=value";
  return std::nullopt;
}

Trouble quotes_closed(std::string const& value) {
  return quoted_words(value) ? Trouble{} : Trouble("has a quote that is not closed");
}

}  // namespace rules
}  // namespace uws
