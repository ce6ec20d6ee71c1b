#include <fmt/format.h>
#include <unistd.h>

#include "catalog/ingest/ingest.hpp"
#include "catalog/ingest/ingest_json.hpp"
#include "catalog/ingest/ingest_text.hpp"
#include "uws/daemon/commands.hpp"
#include "uws/daemon/service_settings.hpp"

namespace uws {
namespace {

using namespace catalog::ingest;

/// A line that replaces itself on a terminal; nothing in a log.
void show(IngestProgress const& progress) {
  if (isatty(STDERR_FILENO) != 1) return;
  fmt::print(stderr, "\r{:9} {} of {}   {}", progress.step, progress.done, progress.of,
             progress.done == progress.of ? "\n" : "");
}

IngestRequest request_of(IngestCommand const& command) {
  IngestRequest request;
  request.inputs = command.inputs;
  request.collection = read_collection_file(command.collection_file);
  request.dry_run = command.dry_run ? IngestRequest::DryRun::yes : IngestRequest::DryRun::no;
  if (command.check == "no") request.check = IngestRequest::Check::no;
  if (command.check == "headers") request.check = IngestRequest::Check::headers;
  request.missing = command.remove_missing ? IngestRequest::Missing::remove : IngestRequest::Missing::report;
  request.strict = command.strict ? IngestRequest::Strict::yes : IngestRequest::Strict::no;
  request.threads = command.threads;
  request.software = "distilld " + std::string(program_version());
  request.progress = show;
  return request;
}

}  // namespace

int ingest(Config const& config, IngestCommand const& command) {
  auto const request = request_of(command);  // mistakes in it are told before a database is started
  Log const log({.level = LogLevel::warning});
  Database database(database_options(config, log));
  auto const report = [&] {
    auto lease = database.own().take();
    return catalog::ingest::ingest(*lease, request);
  }();
  database.close();
  fmt::print("{}", command.json ? ingest_json(report) : ingest_text(report));
  return exit_status(report);
}

}  // namespace uws
