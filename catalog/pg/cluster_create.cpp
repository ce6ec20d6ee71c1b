#include "catalog/pg/cluster_create.hpp"

#include <filesystem>
#include <fstream>

#include <locale.h>

#include "catalog/pg/connection.hpp"
#include "catalog/pg/server_error.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace catalog::pg {

namespace {

namespace fs = std::filesystem;
constexpr std::chrono::seconds initdb_limit{300};

/// UTF-8 everywhere, order by code point; C.UTF-8 also knows upper and lower case of other letters than
/// ASCII.
std::string locale_word() {
  locale_t const found = newlocale(LC_ALL_MASK, "C.UTF-8", locale_t{});
  if (found == locale_t{}) return "C";
  freelocale(found);
  return "C.UTF-8";
}

void run_initdb(std::string const& into, std::string const& directory, Binaries const& binaries,
                ClusterUser const& user, ClusterOptions const& options) {
  Command command{.words = {binaries.directory + "/initdb", "-D", into, "-U", "postgres", "-A", "peer", "-E",
                            "UTF8", "--locale=" + locale_word(), "--data-checksums"},
                  .directory = directory,
                  .user = user.to_become()};
  if (options.durability == ClusterOptions::Durability::none) command.words.push_back("--no-sync");
  Outcome const outcome = run_program(command, initdb_limit);
  if (outcome.status == 0) return;
  std::string output = one_line(outcome.output);
  if (output.size() > 1500) output = "..." + output.substr(output.size() - 1500);
  throw engine::Failure(engine::Fault::missing_resource,
                        "cannot create the private database in " + directory + ": initdb ended with status " +
                            std::to_string(outcome.status) + " (" + output + ")");
}

}  // namespace

std::optional<int> data_version(std::string const& data) {
  std::ifstream in(data + "/PG_VERSION");
  std::string line;
  if (!in || !std::getline(in, line)) return std::nullopt;
  auto const version = engine::whole_number(line);
  if (!version || *version < 9 || *version > 1000)
    throw engine::Failure(engine::Fault::missing_resource,
                          "cannot start PostgreSQL: " + data +
                              "/PG_VERSION has no version this program knows ('" + line.substr(0, 20) +
                              "') - is it the directory of a private database?");
  return static_cast<int>(*version);
}

void create_data(std::string const& directory, Binaries const& binaries, ClusterUser const& user,
                 ClusterOptions const& options) {
  std::string const data = directory + "/data", aside = directory + "/data.new", log = directory + "/log";
  if (!fs::exists(log)) {
    fs::create_directory(log);
    take_over(log, user);
  }
  if (data_version(data)) return;
  if (fs::exists(data))
    throw engine::Failure(engine::Fault::missing_resource,
                          "cannot start PostgreSQL: " + data +
                              " has no file PG_VERSION - restore it from a copy, or "
                              "move it away to begin an empty database");
  fs::remove_all(aside);
  run_initdb(aside, directory, binaries, user, options);
  std::ofstream(aside + "/postgresql.conf", std::ios::app) << "\ninclude 'distill.conf'\n"
                                                              "include_if_exists 'local.conf'\n";
  write_owned(aside + "/local.conf", "# Settings of your own; they come after those of distill.conf.\n",
              user);
  fs::rename(aside, data);
}

void create_service_database(std::string const& maintenance_conninfo, std::string const& service_conninfo) {
  Connection maintenance(maintenance_conninfo);
  if (maintenance.run("SELECT 1 FROM pg_roles WHERE rolname = 'distill'").empty())
    maintenance.run("CREATE ROLE distill LOGIN CREATEROLE");
  if (!maintenance.run("SELECT 1 FROM pg_database WHERE datname = 'distill'").empty()) return;
  maintenance.run("CREATE DATABASE distill OWNER distill");
  Connection(service_conninfo).run("REVOKE CREATE ON SCHEMA public FROM PUBLIC");  // as PostgreSQL 15 has it
}

}  // namespace catalog::pg
