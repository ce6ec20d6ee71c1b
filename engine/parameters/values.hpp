/// The parameters of one call, checked against the table of its command.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/parameters/parameter.hpp"

namespace engine {

struct BadParameter {
  std::string name, problem;
};
/// Several problems in one text, a line each.
std::string text_of(std::vector<BadParameter> const& problems);

enum class Source { fallback, config, user };

/// A parameter with what it is set to, and by whom.
struct ConfiguredParameter {
  std::string name;
  std::vector<std::string> values;  ///< several only of a repeatable one
  Source source = Source::fallback;
  Concern concern = Concern::science;
};

/// Texts as given, each known to be of its parameter's type and within its range.
class ParameterValues {
 public:
  explicit ParameterValues(Command const& command) : command_(&command) {}

  Command const& command() const { return *command_; }
  bool is_set(std::string_view name) const;    ///< given, or has a default
  bool is_given(std::string_view name) const;  ///< by the user or a config file
  /// The value, or an empty text when it is not set. Several values of a repeatable one: see texts().
  std::string text(std::string_view name) const;
  std::vector<std::string> texts(
      std::string_view name) const;  ///< repeated values and comma lists, flattened
  std::vector<std::string> repeated(std::string_view name) const;  ///< repeated values, commas kept
  bool yes(std::string_view name) const;
  std::optional<std::int64_t> integer(std::string_view name) const;
  double real(std::string_view name) const;  ///< of one that is set
  /// Every science parameter that is set, in the order of the table: the recipe.
  std::vector<std::pair<std::string, std::string>> recipe() const;
  /// Every parameter that is set, those at their default too, in the order of the table.
  std::vector<ConfiguredParameter> configuration() const;
  /// A value was given that does not fit; the parameter is as if it had not been given.
  bool is_rejected(std::string_view name) const;

  /// Adds one value; an unknown name or a value that does not fit comes back as a problem.
  std::optional<BadParameter> set(std::string_view name, std::string const& value, Source source);

 private:
  struct Entry {
    std::vector<std::string> values;
    Source source;
  };
  Command const* command_;
  std::map<std::string, Entry, std::less<>> entries_;
  std::set<std::string, std::less<>> rejected_;
};

/// What is wrong with `value` for `parameter`, or nothing.
std::optional<std::string> problem_of(Parameter const& parameter, std::string const& value);

/// "unknown parameter 'emni' - did you mean emin?"
BadParameter unknown_parameter(Command const& command, std::string_view name);

bool is_yes(std::string_view text);

}  // namespace engine
