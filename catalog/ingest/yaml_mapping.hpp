/// Reading a YAML mapping with all mistakes told at once: types, missing and unknown keys. Private to the
/// reader of collection files.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <yaml-cpp/yaml.h>

namespace catalog::ingest {

/// A mistake in a file that a person wrote.
struct FileMistake {
  int line = 0;  ///< from 1; 0 if unknown
  std::string message;
};

/// Ask for every key that may stand there, then finish(): what was not asked for is unknown. Each getter
/// gives nothing, and notes the mistake, if the value is of another kind.
class YamlMapping {
 public:
  YamlMapping(YAML::Node const& node, std::string name, std::vector<FileMistake>& mistakes);

  bool has(std::string const& key) const;
  std::string text(std::string const& key);  ///< empty if absent; a number is text too
  std::string required_text(std::string const& key);
  std::optional<double> real(std::string const& key);
  std::optional<double> real_between(std::string const& key, double least, double most);
  std::optional<int> integer(std::string const& key, int least, int most);
  std::optional<bool> boolean(std::string const& key);
  std::vector<std::string> texts(std::string const& key);  ///< one value or a list of them
  std::vector<std::int64_t> ids(std::string const& key);   ///< numbers, and ranges "110380-110390"
  /// Calls `read` for each mapping of a list; a single mapping is a list of one.
  void each(std::string const& key, std::function<void(YamlMapping&)> const& read);
  void mapping(std::string const& key, std::function<void(YamlMapping&)> const& read);
  /// Was the value written in quotes?
  bool quoted(std::string const& key) const;

  void mistake(std::string const& key, std::string const& what);
  void finish();

 private:
  YAML::Node value(std::string const& key);
  std::string spelt(std::string const& key) const;

  YAML::Node node_;
  std::string name_;
  std::vector<FileMistake>& mistakes_;
  std::vector<std::string> known_;
};

int line_of(YAML::Node const& node);

}  // namespace catalog::ingest
