#include "engine/parameters/tables.hpp"

namespace engine {

namespace {

Parameter threads_parameter() {
  return {.name = "nthreads",
          .type = ValueType::integer,
          .fallback = "0",
          .text = "Threads; 0 takes the processors there are.",
          .min = 0,
          .max = 4096,
          .group = "Running",
          .concern = Concern::run};
}

bool concerns_runs(Parameter const& parameter) { return parameter.name != "on-error"; }

}  // namespace

Command info_command() {
  Command command{
      .name = "info",
      .summary = "List the runs of a data set",
      .text =
          "Says which runs there are, when, where they pointed, how many events and which responses "
          "they have.",
      .positional = "in",
      .examples = {"distill info hess-dl3-dr1", "distill info archive target='Crab Nebula' json=yes"}};
  for (Parameter const& p : input_parameters())
    if (concerns_runs(p)) command.parameters.push_back(p);
  command.parameters.push_back(threads_parameter());
  return command;
}

Command check_command() {
  Command command{
      .name = "check",
      .summary = "The GADF doctor: list all defects of a data set",
      .text =
          "Reads everything and lists what breaks the format or would mislead a reader, with severity, the "
          "clause of the format, and what to do. Exit status 0: nothing above a note; 1: warnings; 3: "
          "errors.",
      .positional = "in",
      .examples = {"distill check hess-dl3-dr1", "distill check archive --json > defects.json"}};
  command.parameters = {
      {.name = "in",
       .type = ValueType::path,
       .text = "Folders, index files or event files.",
       .aliases = {"inobs", "infile", "datastore"},
       .group = "Input",
       .repeatable = true,
       .required = true},
      {.name = "content",
       .type = ValueType::boolean,
       .fallback = "yes",
       .text = "Read the events too (times, good time intervals, values), not only the headers.",
       .group = "Input"},
      threads_parameter()};
  return command;
}

Command describe_command() {
  Command command{
      .name = "describe",
      .summary = "Describe a command's parameters as JSON",
      .text =
          "What a form or a job service needs to know: name, type, unit, default, range, options, text. "
          "Without a command: all job types.",
      .positional = "command",
      .examples = {"distill describe map"}};
  command.parameters = {
      {.name = "command", .type = ValueType::text, .text = "Name of a command.", .group = "Input"}};
  return command;
}

Command version_command() {
  return {.name = "version",
          .summary = "Say the version and what it was built with",
          .text = "Version, compiler and libraries."};
}

}  // namespace engine
