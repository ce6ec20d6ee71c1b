#include "slurm/commands.hpp"

#include <cstdlib>
#include <fstream>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

using namespace slurm;
using namespace std::chrono_literals;
using engine::Failure;
namespace fs = std::filesystem;

void write_program(fs::path const& path, std::string const& text) {
  std::ofstream(path) << "#!/bin/bash\n" << text;
  fs::permissions(path, fs::perms::owner_all);
}

/// A folder in which "squeue" prints its words, its environment or what it reads.
struct Tools {
  test_support::TemporaryDirectory folder{};
  Settings settings{};
  explicit Tools(std::string const& squeue) {
    write_program(folder.path() / "squeue", squeue);
    settings.commands = folder.path();
    settings.patience = 20s;
  }
};

std::vector<std::string> const odd_words{"squeue", "a b", "it's", "$HOME", "*", "%i|%T", "", "\"x\\", "-o"};
std::string const printed = "[a b][it's][$HOME][*][%i|%T][][\"x\\][-o]";

TEST_CASE("words arrive as they are, here and beyond a shell that reads them again") {
  Tools tools("printf '[%s]' \"$@\"");
  Commands here(tools.settings);
  CHECK(here.run(odd_words, here.deadline()).output == printed);
  CHECK(here.calls() == 1);
  // What ssh does with words: they are joined by blanks and read by the login shell there.
  write_program(tools.folder.path() / "ssh",
                "while [ \"${1#-}\" != \"$1\" ]; do shift; done; shift; exec sh -c \"$*\"");
  tools.settings.over = {tools.folder.file("ssh"), "-oBatchMode=yes", "login.example"};
  Commands there(tools.settings);
  CHECK(there.run(odd_words, there.deadline()).output == printed);
  CHECK_THROWS_AS(there.run({"squeue", "a\nb"}, there.deadline()), Failure);
  write_program(tools.folder.path() / "ssh",
                "echo 'ssh: connect to host login.example port 22: No route to host' >&2; exit 255");
  auto const cut = there.run(odd_words, there.deadline());
  CHECK(cut.lost);
  CHECK_FALSE(cut.well);
}

TEST_CASE("variables that would mislead SLURM's commands do not reach them; where SLURM is does") {
  Tools tools("env");
  setenv("SBATCH_PARTITION", "evil", 1);
  setenv("SQUEUE_FORMAT", "evil", 1);
  setenv("SLURM_JOB_ID", "1", 1);
  setenv("SLURM_JWT", "token", 1);
  tools.settings.conf = "/etc/slurm/other.conf";
  Commands commands(tools.settings);
  auto const seen = "\n" + commands.run({"squeue"}, commands.deadline()).output;
  for (char const* const name : {"SBATCH_PARTITION", "SQUEUE_FORMAT", "SLURM_JOB_ID", "SLURM_JWT"})
    unsetenv(name);
  CHECK(seen.find("evil") == std::string::npos);
  CHECK(seen.find("\nSLURM_JOB_ID=") == std::string::npos);
  CHECK(seen.find("\nSLURM_JWT=token\n") != std::string::npos);
  CHECK(seen.find("\nSLURM_CONF=/etc/slurm/other.conf\n") != std::string::npos);
  CHECK(seen.find("\nTZ=UTC0\n") != std::string::npos);
}

TEST_CASE("on behalf of owners whose names are names of accounts, and of no others") {
  Tools tools("id -un; cat");
  tools.settings.as_owner = {"env", "BEHALF={owner}"};
  Commands commands(tools.settings);
  auto const line = commands.command_line({"squeue"}, "marie-curie_2");
  CHECK(line[0] == "env");
  CHECK(line[1] == "BEHALF=marie-curie_2");
  CHECK(commands.command_line({"squeue"})[1] != "BEHALF=");
  for (std::string const owner : {"root", "Marie", "-x", "a b", "a;b", "a/b", "1a", "a$", "../a",
                                  "marie@cern.ch", "a\nb", "abcdefghijklmnopqrstuvwxyz0123456789"})
    CHECK_THROWS_AS(static_cast<void>(commands.command_line({"squeue"}, owner)), Failure);
}

TEST_CASE("input of any length, output that is too much for a pipe, an end by a signal, no end") {
  Tools tools("cat");
  Commands commands(tools.settings);
  std::string const text(3 << 20, 'x');
  CHECK(commands.run({"squeue"}, commands.deadline(), text).output == text);
  write_program(tools.folder.path() / "squeue", "kill -9 $$");
  CHECK(commands.run({"squeue"}, commands.deadline()).lost);
  write_program(tools.folder.path() / "squeue", "sleep 60");
  auto const late = commands.run({"squeue"}, std::chrono::steady_clock::now() + 200ms);
  CHECK(late.lost);
  CHECK(late.errors.find("timed out") != std::string::npos);
  CHECK_THROWS_AS(commands.run({"squeue"}, std::chrono::steady_clock::now() - 1s), Failure);
  CHECK_THROWS_AS(commands.run({"sacct"}, commands.deadline()), Failure);  // is not in the folder
}

}  // namespace
