/// How one row of the table of settings is written. Internal to the tables.
#pragma once

#include <type_traits>
#include <utility>

#include "uws/daemon/config_rules.hpp"
#include "uws/daemon/config_table.hpp"

namespace uws {

/// `at`: Config& -> reference to the member; `rule`: what its value must obey.
template <class At, class Rule>
Setting setting(std::string_view key, std::string_view help, At at, Rule rule) {
  using Value = std::remove_reference_t<decltype(at(std::declval<Config&>()))>;
  return {.key = key,
          .help = help,
          .read = [at, rule](SettingText const& text, Config& config) -> Trouble {
            Value value{};
            if (auto trouble = read_value(text, value)) return trouble;
            if (auto trouble = rule(value)) return trouble;
            at(config) = std::move(value);
            return std::nullopt;
          },
          .yaml =
              [at](Config const& config) {
                // One accessor serves both ways; it changes nothing here.
                return yaml_of(at(const_cast<Config&>(config)));
              }};
}
template <class At>
Setting setting(std::string_view key, std::string_view help, At at) {
  return setting(key, help, at, [](auto const&) { return Trouble{}; });
}

inline constexpr auto positive = [](auto const& value) { return rules::positive(value); };

/// The parts of the table.
void add_identity_settings(std::vector<Setting>& into);
std::vector<std::string> identity_contradictions(Config const& config);
void add_cluster_settings(std::vector<Setting>& into);
std::vector<std::string> cluster_contradictions(Config const& config);

}  // namespace uws
