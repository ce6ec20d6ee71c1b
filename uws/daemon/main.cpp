/// distilld: the catalogue and its services. Reads the command line and the configuration, runs one
/// subcommand, ends with its status.
#include <cstdio>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/base/failure.hpp"
#include "uws/daemon/command_line.hpp"
#include "uws/daemon/service_settings.hpp"

namespace {

using namespace uws;

Config configuration(Call const& call) {
  auto environment = process_environment();
  environment.insert(environment.end(), call.settings.begin(), call.settings.end());
  return read_config(call.config_file, environment);
}

int run(Call const& call) {
  struct Runner {
    Call const& call;
    int operator()(ServeCall const&) const { return serve(configuration(call)); }
    int operator()(ConfigCall const& what) const {
      fmt::print("{}", config_yaml(configuration(call), what.secrets ? Secrets::shown : Secrets::hidden));
      return 0;
    }
    int operator()(AdqlCall const& what) const {
      return adql(what.catalogue ? std::optional(configuration(call)) : std::nullopt);
    }
    int operator()(DatabaseCall const& what) const { return database(configuration(call), what.action); }
    int operator()(IngestCommand const& what) const { return ingest(configuration(call), what); }
    int operator()(UserCommand const& what) const { return user(configuration(call), what); }
    int operator()(WorkCall const& what) const { return work(what.folder); }
    int operator()(ClusterCommand const& what) const { return cluster(configuration(call), what); }
    int operator()(StageCall const&) const { return stage(); }
    int operator()(VersionCall const&) const {
      fmt::print("distilld {}\n", program_version());
      return 0;
    }
    int operator()(TextCall const& what) const {
      std::fputs(what.text.c_str(), what.status == 0 ? stdout : stderr);
      return what.status;
    }
  };
  return std::visit(Runner{call}, call.what);
}

}  // namespace

int main(int count, char** words) {
  try {
    return run(parse_call({words + 1, words + count}));
  } catch (engine::Failure const& failure) {
    fmt::print(stderr, "distilld: {}\n", failure.what());
    return engine::row_of(failure.fault()).exit_status;
  } catch (std::exception const& error) {
    fmt::print(stderr, "distilld: internal error: {} - please report this with the command line\n",
               error.what());
    return engine::row_of(engine::Fault::internal).exit_status;
  }
}
