// `test_stage_agent stage`: the far end alone, as `distilld stage` is.
// `test_stage_agent fetch <root> <stage> <agent> <work> [<words before a command>...]`: a daemon that
// fetches.
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "slurm/staging.hpp"
#include "slurm/staging_agent.hpp"

int main(int count, char** begin) try {
  std::vector<std::string> const words(begin + 1, begin + count);
  if (words == std::vector<std::string>{"stage"}) return slurm::run_stage_agent();
  if (words.size() < 5 || words[0] != "fetch") return 2;
  slurm::Settings settings;
  settings.stage = words[2];
  settings.program = words[3];
  settings.name = "test";
  settings.over = {words.begin() + 5, words.end()};
  slurm::Staging(settings, {.root = words[1]}).fetch(words[4]);
  return 0;
} catch (std::exception const& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 4;
}
