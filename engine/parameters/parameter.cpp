#include "engine/parameters/parameter.hpp"

#include <algorithm>

#include "engine/base/text.hpp"
#include "engine/parameters/tables.hpp"

namespace engine {

namespace {

std::string dashed(std::string_view name) {
  std::string out = lower(name);
  std::replace(out.begin(), out.end(), '_', '-');
  return out;
}

}  // namespace

std::string_view word_of(ValueType type) {
  switch (type) {
    case ValueType::text: return "text";
    case ValueType::path: return "path";
    case ValueType::boolean: return "boolean";
    case ValueType::integer: return "integer";
    case ValueType::real: return "real";
    case ValueType::choice: return "choice";
    case ValueType::choices: return "choices";
    case ValueType::angle: return "angle";
    case ValueType::energy: return "energy";
    case ValueType::time: return "time";
    case ValueType::coordinate: return "coordinate";
    case ValueType::coordinates: return "coordinates";
    case ValueType::integers: return "integers";
    case ValueType::reals: return "reals";
    case ValueType::angles: return "angles";
    case ValueType::energies: return "energies";
    case ValueType::texts: return "texts";
  }
  return {};
}

std::vector<Command> const& commands() {
  static std::vector<Command> const all{
      info_command(),   check_command(),   select_command(),   map_command(),      simulate_command(),
      gather_command(), compare_command(), selftest_command(), describe_command(), version_command()};
  return all;
}

Command const* find_command(std::string_view name) {
  auto const found =
      std::find_if(commands().begin(), commands().end(), [&](Command const& c) { return c.name == name; });
  return found == commands().end() ? nullptr : &*found;
}

Parameter const* find_parameter(Command const& command, std::string_view name) {
  std::string const wanted = dashed(name);
  auto const is_wanted = [&](Parameter const& p) {
    return p.name == wanted || std::any_of(p.aliases.begin(), p.aliases.end(),
                                           [&](std::string const& alias) { return dashed(alias) == wanted; });
  };
  auto const found = std::find_if(command.parameters.begin(), command.parameters.end(), is_wanted);
  return found == command.parameters.end() ? nullptr : &*found;
}

}  // namespace engine
