#include <algorithm>
#include <string>

#include "engine/base/text.hpp"
#include "uws/daemon/config.hpp"
#include "uws/daemon/config_table.hpp"

namespace uws {

namespace {

/// "password=…" of a connection string and ":…@" of a connection URL become stars.
std::string without_password(std::string connection) {
  std::size_t const key = engine::lower(connection).find("password");
  if (key != std::string::npos) {
    std::size_t const equals = connection.find('=', key);
    if (equals == std::string::npos) return connection;
    std::size_t const value = connection.find_first_not_of(' ', equals + 1);
    if (value == std::string::npos) return connection;
    bool const quoted = connection[value] == '\'';
    std::size_t const end = quoted ? connection.find('\'', value + 1) : connection.find_first_of(" &", value);
    std::size_t const behind = end == std::string::npos ? connection.size() : end + (quoted ? 1 : 0);
    return connection.replace(value, behind - value, "***");
  }
  std::size_t const scheme = connection.find("://"), at = connection.rfind('@');
  if (scheme == std::string::npos || at == std::string::npos || at < scheme) return connection;
  std::size_t const colon = connection.find(':', scheme + 3);
  if (colon < at) connection.replace(colon + 1, at - colon - 1, "***");
  return connection;
}

std::string environment_hint(std::string_view key) { return "  # " + environment_name(key); }

}  // namespace

std::string config_yaml(Config const& config, Secrets secrets) {
  Config shown = config;
  if (secrets == Secrets::hidden) shown.database.connection = without_password(shown.database.connection);
  std::string text, group;
  for (Setting const& setting : settings()) {
    std::size_t const dot = setting.key.find('.');
    std::string const own_group(dot == std::string_view::npos ? "" : setting.key.substr(0, dot));
    if (own_group != group) text += "\n" + own_group + ":\n";
    group = own_group;
    std::string const indent(own_group.empty() ? "" : "  ");
    std::string_view const name = own_group.empty() ? setting.key : setting.key.substr(dot + 1);
    text += indent + "# " + std::string(setting.help) + "\n";
    bool const hidden =
        setting.secret && secrets == Secrets::hidden && setting.yaml(shown) != yaml_of(std::string());
    text += indent + std::string(name) + ": " + (hidden ? yaml_of(std::string("***")) : setting.yaml(shown)) +
            environment_hint(setting.key) + "\n";
  }
  return text;
}

}  // namespace uws
