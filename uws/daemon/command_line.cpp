#include "uws/daemon/command_line.hpp"

#include <map>

#include <CLI/CLI.hpp>

#include "engine/base/failure.hpp"
#include "uws/daemon/config_table.hpp"

namespace uws {
namespace {

struct Options {
  std::string config_file;
  std::vector<std::string> settings;
  ConfigCall config;
  AdqlCall adql;
  DatabaseCall database;
  IngestCommand ingest;
  UserCommand user;
  WorkCall work;
  ClusterCommand cluster;
};

void add_ingest(CLI::App& app, IngestCommand& ingest) {
  auto* command = app.add_subcommand("ingest", "Take DL3 data into the catalogue; again and again is fine");
  command->add_option("collection", ingest.collection_file, "Description of the collection (YAML)")
      ->required()
      ->check(CLI::ExistingFile);
  command
      ->add_option("inputs", ingest.inputs,
                   "Folders with index tables, event files, @list.txt, observation XML")
      ->required();
  command->add_flag("--dry-run", ingest.dry_run, "Say what would change, and change nothing");
  command->add_flag("--check,!--no-check", ingest.check,
                    "Look for defects as `distill check` does (default)");
  command->add_flag("--remove-missing", ingest.remove_missing,
                    "Forget runs that are not in the inputs any more");
  command->add_flag("--strict", ingest.strict, "Take in nothing if one run cannot be read");
  command->add_flag("--json", ingest.json, "The report as JSON");
  command->add_option("--threads", ingest.threads, "Files read at once; 0: one for each processor");
}

void add_user_action(CLI::App& group, UserCommand& user, std::string const& name, std::string const& text,
                     bool takes_name = true) {
  auto* action = group.add_subcommand(name, text);
  action->callback([&user, name] { user.action = name; });
  if (takes_name) action->add_option("name", user.name, "Name of the account")->required();
  if (name == "grant" || name == "revoke")
    action->add_option("collection", user.collection, "Name of the collection")->required();
  if (name == "add") {
    action->add_option("--role", user.role, "astronomer (default), quality, data_manager, operator, admin");
    action->add_flag("--without-password", user.without_password, "Only tokens will open the account");
  }
  if (name == "grant") action->add_option("--role", user.role, "reader (default), member, pi, manager");
  if (name == "token") {
    action->add_option("--label", user.label, "What it is for");
    action->add_option("--days", user.days, "How long it is good; without it, until the account is closed");
  }
}

void add_user(CLI::App& app, UserCommand& user) {
  auto* group = app.add_subcommand("user", "Accounts, their rights on collections, their tokens");
  group->require_subcommand(1);
  add_user_action(*group, user, "list", "All accounts", false);
  add_user_action(*group, user, "add", "A new account; the password comes from standard input");
  add_user_action(*group, user, "password", "Another password, from standard input");
  add_user_action(*group, user, "close", "Nothing opens the account any more");
  add_user_action(*group, user, "grant", "A right on a collection");
  add_user_action(*group, user, "revoke", "Take it back");
  add_user_action(*group, user, "token", "Make and print a token for programs");
}

void add_database(CLI::App& app, DatabaseCall& database) {
  auto* group = app.add_subcommand("database", "The private PostgreSQL of the data directory");
  group->require_subcommand(1);
  std::map<std::string, std::string> const actions{{"start", "Start it, and make it if need be"},
                                                   {"stop", "Stop it"},
                                                   {"status", "Does it run?"},
                                                   {"url", "The connection string, for psql"}};
  for (auto const& [name, text] : actions)
    group->add_subcommand(name, text)->callback([&database, word = name] { database.action = word; });
}

void add_cluster(CLI::App& app, ClusterCommand& cluster) {
  auto* group = app.add_subcommand("cluster", "The cluster that jobs run on");
  group->require_subcommand(1);
  auto* check = group->add_subcommand(
      "check", "Is it there, and does a batch with the engine's self-test run? Says what is wrong");
  check->callback([&cluster] { cluster.action = "check"; });
  check->add_option("--type", cluster.type, "Run it as a job of this type: its rules hold");
  check->add_option("--role", cluster.role, "Run it as a user of this role");
  check->add_option("--owner", cluster.owner, "Run it as this user's account (cluster.as_owner)");
  check->add_option("--nodes", cluster.nodes, "On so many nodes (2)")->check(CLI::Range(1, 100000));
  check->add_option("--patience", cluster.patience_s, "Seconds to wait for the batch (600)")
      ->check(CLI::Range(1, 1000000));
  check->add_flag("!--no-batch", cluster.batch, "Only ask SLURM; run nothing");
  check->add_flag("!--no-data", cluster.data, "Do not look whether the nodes can read data.roots");
  group->add_subcommand("status", "Batches of this service that wait or run")->callback([&cluster] {
    cluster.action = "status";
  });
}

std::pair<std::string, std::string> setting(std::string const& text) {
  auto const equals = text.find('=');
  if (equals == text.npos || equals == 0)
    throw engine::Failure(engine::Fault::bad_request, "--set " + text + ": is not of the form key=value");
  return {environment_name(text.substr(0, equals)), text.substr(equals + 1)};
}

}  // namespace

Call parse_call(std::vector<std::string> words) {
  Options options;
  CLI::App app("Distiller's daemon: a catalogue of gamma-ray observations that the VO's tools can search",
               "distilld");
  app.require_subcommand(0, 1);
  app.fallthrough();
  app.add_option("--config,-c", options.config_file, "Configuration (YAML)")->envname("DISTILLD_CONFIG");
  app.add_option("--set", options.settings, "One setting: listen.port=8081; see `distilld config`");
  auto* serve = app.add_subcommand("serve", "Serve TAP and the rest over HTTP");
  add_ingest(app, options.ingest);
  auto* adql = app.add_subcommand(
      "adql", "Read ADQL queries, separated by lines ----, and say what is wrong with them");
  adql->add_flag("--catalogue", options.adql.catalogue, "Look up names in the catalogue, and print the SQL");
  auto* config = app.add_subcommand("config", "Print all settings with their meaning");
  config->add_flag("--secrets", options.config.secrets, "With passwords");
  add_database(app, options.database);
  add_user(app, options.user);
  add_cluster(app, options.cluster);
  app.add_subcommand("work", "Run the order in a job's work folder (the daemon calls this)")
      ->add_option("folder", options.work.folder, "With order.json")
      ->required();
  auto* stage = app.add_subcommand(
      "stage", "Answer one request about files on a cluster (the daemon calls this there)");
  auto* version = app.add_subcommand("version", "Print the version");

  Call call;
  try {
    std::reverse(words.begin(), words.end());  // as CLI11 takes them
    app.parse(words);
  } catch (CLI::CallForHelp const&) {
    call.what = TextCall{app.help(), 0};
    for (auto const* chosen : app.get_subcommands())
      call.what = TextCall{
          (chosen->get_subcommands().empty() ? chosen : chosen->get_subcommands().front())->help(), 0};
    return call;
  } catch (CLI::ParseError const& error) {
    call.what = TextCall{std::string("distilld: ") + error.what() + "\nSee distilld --help\n", 2};
    return call;
  }
  if (app.get_subcommands().empty()) {
    call.what = TextCall{app.help(), 2};
    return call;
  }
  call.config_file = options.config_file;
  for (auto const& text : options.settings) call.settings.push_back(setting(text));
  if (serve->parsed()) call.what = ServeCall{};
  if (adql->parsed()) call.what = options.adql;
  if (config->parsed()) call.what = options.config;
  if (stage->parsed()) call.what = StageCall{};
  if (version->parsed()) call.what = VersionCall{};
  if (app.got_subcommand("ingest")) call.what = options.ingest;
  if (app.got_subcommand("database")) call.what = options.database;
  if (app.got_subcommand("user")) call.what = options.user;
  if (app.got_subcommand("cluster")) call.what = options.cluster;
  if (app.got_subcommand("work")) call.what = options.work;
  return call;
}

}  // namespace uws
