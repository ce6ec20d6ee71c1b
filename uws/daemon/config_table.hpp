/// The settings as data: names, meaning, how to read and to print them. Nothing about a setting is said
/// elsewhere.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "uws/daemon/config_values.hpp"

namespace uws {

struct Setting {
  std::string_view key;                                      ///< "limits.max_rows"
  std::string_view help;                                     ///< one sentence or two, for the operator
  std::function<Trouble(SettingText const&, Config&)> read;  ///< the phrase behind the key, or nothing
  std::function<std::string(Config const&)> yaml;
  bool secret = false;  ///< its value is in no message and no listing
};

std::vector<Setting> const& settings();
std::string environment_name(std::string_view key);  ///< "DISTILLD_LIMITS_MAX_ROWS"

/// What two settings may not say together, as whole sentences.
std::vector<std::string> contradictions(Config const& config);

}  // namespace uws
