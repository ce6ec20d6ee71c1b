/// The command line of distilld.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "uws/daemon/commands.hpp"

namespace uws {

struct ServeCall {};
struct ConfigCall {
  bool secrets = false;
};
struct AdqlCall {
  bool catalogue = false;
};
struct DatabaseCall {
  std::string action;
};
struct VersionCall {};
struct WorkCall {
  std::string folder;
};
struct StageCall {};
/// --help, or what was wrong with the words, with the exit status.
struct TextCall {
  std::string text;
  int status = 0;
};

struct Call {
  std::string config_file{};                                    ///< --config, else DISTILLD_CONFIG, else none
  std::vector<std::pair<std::string, std::string>> settings{};  ///< --set key=value, as environment variables
  std::variant<ServeCall, ConfigCall, AdqlCall, DatabaseCall, VersionCall, IngestCommand, UserCommand,
               WorkCall, StageCall, ClusterCommand, TextCall>
      what{};
};

Call parse_call(std::vector<std::string> words);

}  // namespace uws
