/// The commands about running on several machines: the self-test, and the gathering of parts.
#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "engine/parameters/tables.hpp"

namespace engine {

namespace {

void add_some(std::vector<Parameter>& to, std::vector<Parameter> const& from,
              std::initializer_list<std::string_view> names) {
  std::copy_if(from.begin(), from.end(), std::back_inserter(to), [&](Parameter const& p) {
    return std::find(names.begin(), names.end(), p.name) != names.end();
  });
}

Parameter whole(std::string name, std::string fallback, double most, std::string text, std::string unit) {
  return {.name = std::move(name),
          .type = ValueType::integer,
          .unit = std::move(unit),
          .fallback = std::move(fallback),
          .text = std::move(text),
          .min = 0,
          .max = most,
          .group = "Checks"};
}

std::vector<Parameter> selftest_checks() {
  std::vector<Parameter> all{
      {.name = "in",
       .type = ValueType::path,
       .text = "Data that every host must be able to read: a folder, or files as in the other commands.",
       .aliases = {"inobs", "infile", "datastore"},
       .group = "Checks",
       .concern = Concern::run,
       .repeatable = true},
      whole("ranks", "0", 1000000, "Ranks there must be; 0: as many as the launcher says it started.", ""),
      whole("nodes", "0", 100000,
            "Hosts that the ranks must be spread over evenly; 0: as many as the batch system says.", ""),
      whole(
          "size-mb", "32", 65536,
          "MB that each host writes and reads to measure its file systems, and that a rank sends to another; "
          "0: nothing is measured.",
          "MB"),
      whole("patience", "30", 3600,
            "Seconds within which a file that one host wrote must be seen by all others.", "s"),
      whole("timeout", "120", 86400,
            "Seconds that a single step may take, the start of MPI too; then the self-test ends itself.",
            "s"),
  };
  return all;
}

}  // namespace

Parameter part_parameter() {
  return {.name = "part",
          .type = ValueType::text,
          .text =
              "Work on one of several shares of the runs only, as 2/8: a part, for jobs of an array. distill "
              "gather makes of all parts what one job would have made.",
          .group = "Running",
          .concern = Concern::run};
}

Command selftest_command() {
  Command command{
      .name = "selftest",
      .summary = "Test the machines a job would run on",
      .text =
          "Started by mpirun, srun, or alone: says which ranks there are, on which hosts and processors, "
          "with "
          "which memory; whether sums over all ranks are right, how fast ranks talk to each other, and how "
          "fast "
          "the file systems are. Refuses a set-up in which jobs would fail or be wrong: ranks that do not "
          "find "
          "each other, different builds of distill, an output folder that the hosts do not share. Exit "
          "status 0: "
          "nothing is wrong; 4: refused.",
      .examples = {"mpirun -n 4 distill selftest out=/shared/test",
                   "srun --mpi=pmix -N 2 -n 8 distill selftest in=hess-dl3-dr1 out=test --json"},
      .is_job = true,
      .kind = "Diagnosis",
      .inputs = {{"in", "events", "application/fits", "0..*", "Data that every host must be able to read."}},
      .outputs = {{"report", "report", "*selftest_report.json", "application/json", "Main",
                   "Ranks, hosts, processors, speeds, and what is wrong."}},
      .resources = {.processes = 2, .threads = 1, .memory_bytes = std::uint64_t{1} << 30, .time_s = 600},
      .uses_ranks = true};
  command.parameters = selftest_checks();
  for (Parameter const& p : output_parameters()) command.parameters.push_back(p);
  add_some(command.parameters, run_parameters(), {"nthreads", "progress", "chatter", "logfile"});
  return command;
}

Command gather_command() {
  Command command{.name = "gather",
                  .summary = "Make one result of the parts of a job",
                  .text =
                      "Takes the output folders of all parts of a job (part=1/n to part=n/n of select or "
                      "simulate) and makes "
                      "the files that one job would have written: event files, index tables, merged "
                      "products, and a report "
                      "of all runs. Files are moved where the file system allows it. Nothing appears before "
                      "everything is "
                      "there; if a part is missing or failed, nothing is changed.",
                  .positional = "parts",
                  .examples = {"distill gather part-1 part-2 part-3 out=crab"}};
  command.parameters = {{.name = "parts",
                         .type = ValueType::path,
                         .text = "The output folders of the parts, in any order.",
                         .group = "Input",
                         .concern = Concern::run,
                         .repeatable = true,
                         .required = true},
                        {.name = "verify",
                         .type = ValueType::boolean,
                         .fallback = "yes",
                         .text = "Compare the SHA-256 of every file with what its part wrote down.",
                         .group = "Input",
                         .concern = Concern::run},
                        {.name = "keep",
                         .type = ValueType::boolean,
                         .fallback = "no",
                         .text = "Leave the folders of the parts as they are.",
                         .group = "Input",
                         .concern = Concern::run}};
  std::vector<Parameter>& all = command.parameters;
  add_some(all, output_parameters(), {"out", "clobber"});
  add_some(all, run_parameters(), {"nthreads", "progress", "chatter", "logfile"});
  add_some(all, service_parameters(), {"activity"});
  return command;
}

}  // namespace engine
