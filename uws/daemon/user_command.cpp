#include <cstdio>
#include <iostream>

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "uws/daemon/commands.hpp"
#include "uws/daemon/service_settings.hpp"
#include "uws/identity/accounts.hpp"
#include "uws/identity/audit.hpp"

namespace uws {
namespace {

/// The terminal does not show what is typed as long as this lives.
class NoEcho {
 public:
  NoEcho() : terminal_(isatty(STDIN_FILENO) == 1 && tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!terminal_) return;
    auto quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    fmt::print(stderr, "password: ");
  }
  ~NoEcho() {
    if (!terminal_) return;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    fmt::print(stderr, "\n");
  }
  NoEcho(NoEcho const&) = delete;
  NoEcho& operator=(NoEcho const&) = delete;

 private:
  termios before_{};
  bool terminal_;
};

std::string password_from_input() {
  NoEcho const quiet;
  std::string line;
  if (!std::getline(std::cin, line))
    throw engine::Failure(engine::Fault::bad_request, "no password came on standard input");
  return line;
}

void print_accounts(catalog::pg::Connection& connection) {
  for (auto const& row : accounts(connection))
    fmt::print("{:20} {:12} {:8} {}\n", row.name, row.role, row.active ? row.kind : "closed",
               engine::joined(row.collections, ", "));
}

/// Who has the machine may do all; that it was done is noted all the same.
void note(Database& database, Config const& config, Log const& log, UserCommand const& command) {
  if (command.action == "list") return;
  Audit audit(database.own(), config.identity.audit_time,
              [&log](std::string const& message) { log.warning(message); });
  std::vector<std::string> details;
  for (auto const* detail : {&command.role, &command.collection, &command.label})
    if (!detail->empty()) details.push_back(*detail);
  audit.note({.act = command.action == "token" ? "token.create" : "user." + command.action,
              .object = command.name,
              .detail = "distilld user: " + engine::joined(details, " ")});
}

}  // namespace

int user(Config const& config, UserCommand const& command) {
  Log const log({.level = LogLevel::warning});
  Database database(database_options(config, log));
  {
    auto lease = database.own().take();
    auto const& name = command.name;
    if (command.action == "list") print_accounts(*lease);
    if (command.action == "add") {
      auto const password = command.without_password ? std::nullopt : std::optional(password_from_input());
      add_account(*lease, name, command.role.empty() ? "astronomer" : command.role, password);
    }
    if (command.action == "password") set_password(*lease, name, password_from_input());
    if (command.action == "close") close_account(*lease, name);
    if (command.action == "grant")
      grant(*lease, name, command.collection, command.role.empty() ? "reader" : command.role);
    if (command.action == "revoke") revoke(*lease, name, command.collection);
    if (command.action == "token") fmt::print("{}\n", add_token(*lease, name, command.label, command.days));
  }
  note(database, config, log, command);
  database.close();
  return 0;
}

}  // namespace uws
