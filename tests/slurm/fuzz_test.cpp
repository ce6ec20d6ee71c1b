// The parsers are total: whatever comes, cut off or disturbed, they answer.
#include <fstream>
#include <random>

#include <doctest/doctest.h>

#include "slurm/batch_summary.hpp"
#include "slurm/failures.hpp"
#include "slurm/job_state.hpp"
#include "slurm/slurm_output.hpp"

namespace {

using namespace slurm;

std::string file(std::string const& name) {
  std::ifstream in(std::string(SLURM_GOLDEN) + "/" + name, std::ios::binary);
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string disturbed(std::string text, std::mt19937& random) {
  auto const below = [&random](std::size_t most) {
    return std::uniform_int_distribution<std::size_t>(0, most)(random);
  };
  static constexpr char characters[] = "|[],-_.=:%\n\0 9+*()\xff\x01";
  static constexpr std::string_view signs(characters, sizeof characters - 1);
  for (std::size_t i = below(8); i > 0 && !text.empty(); --i) {
    std::size_t const at = below(text.size() - 1);
    switch (below(3)) {
      case 0: text[at] = signs[below(signs.size() - 1)]; break;
      case 1: text.erase(at, below(40)); break;
      case 2: text.insert(at, text.substr(below(text.size() - 1), below(200))); break;
      default: text.resize(at); break;
    }
  }
  return text;
}

void read_all(std::string const& text) {
  for (auto const& rows : {squeue_rows(text), sacct_rows(text), scontrol_jobs(text)})
    for (auto const& row : rows) {
      CHECK_FALSE(row.id.job.empty());
      auto const status = summary_of({row});
      if (status.state == jobs::BatchState::ended)
        CHECK(meaning_of_state(row.state).state == jobs::BatchState::ended);
      facts_of({row});
    }
  summary_of(squeue_rows(text));
  sinfo_rows(text);
  submitted_id(text);
  version_from(text);
  some_controller_is_up(text);
  failure_of("x", text);
  std::string_view const start = std::string_view(text).substr(0, 40);
  nodes_from(start);
  duration_from(start);
  size_from(start);
  exit_code_from(start);
  array_id_from(start);
  time_from(start);
  CHECK(parts_in(std::string(start)) >= 1);
}

TEST_CASE("5 000 disturbed outputs") {
  std::mt19937 random(20111);
  for (char const* const name : {"22.05/squeue.txt", "22.05/sacct.txt", "22.05/scontrol_jobs.txt",
                                 "20.11/scontrol_jobs.txt", "24.05/squeue.txt"}) {
    std::string const whole = file(name);
    for (int i = 0; i < 1000; ++i) {
      std::string const text = disturbed(whole, random);
      CAPTURE(text);
      read_all(text);
    }
  }
}

TEST_CASE("every beginning of an output") {
  std::string const whole = file("22.05/squeue.txt");
  for (std::size_t length = 0; length <= whole.size(); ++length) read_all(whole.substr(0, length));
}

}  // namespace
