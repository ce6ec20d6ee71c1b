#include "engine/app/job_plan.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace engine {

namespace {

/// Measured with bench/ (whole program, page cache warm, one core); an estimate wants the order of magnitude.
constexpr double plain_bytes_per_second = 2.0e9, inflated_events_per_second = 1.5e7, seconds_per_file = 2e-4;
constexpr std::uint64_t block_memory = std::uint64_t{8} << 20;

std::string bytes_text(std::uint64_t bytes) {
  double const b = static_cast<double>(bytes);
  if (b < 1e6) return fmt::format("{:.1f} kB", b / 1e3);
  if (b < 1e9) return fmt::format("{:.1f} MB", b / 1e6);
  return fmt::format("{:.2f} GB", b / 1e9);
}

}  // namespace

JobPlan job_plan(std::string const& command, DataSet const& set, Survey const& survey,
                 std::uint64_t cube_bytes, int ranks, int threads, std::vector<std::string> outputs) {
  JobPlan plan;
  plan.command = command;
  plan.runs = set.observations.size();
  plan.events = survey.rows;
  plan.events_exact = survey.rows_exact;
  plan.bytes_to_read = survey.bytes;
  std::uint64_t largest_inflated = 0;
  for (PlanInput const& input : survey.inputs) {
    plan.seconds +=
        seconds_per_file + (input.splittable ? static_cast<double>(input.bytes) / plain_bytes_per_second
                                             : static_cast<double>(input.rows) / inflated_events_per_second);
    // A gzip file is held whole while it is read; event lists shrink to about half, responses much more.
    if (!input.splittable) largest_inflated = std::max<std::uint64_t>(largest_inflated, 4 * input.bytes);
  }
  plan.cpu_seconds = plan.seconds;
  plan.seconds /= static_cast<double>(ranks) * threads;
  plan.memory_bytes_per_rank =
      static_cast<std::uint64_t>(threads) * (cube_bytes + block_memory + largest_inflated);
  plan.ranks = ranks;
  plan.threads = threads;
  plan.outputs = std::move(outputs);
  return plan;
}

std::vector<std::string> plan_warnings(std::vector<std::string> notes, DataSet const& set,
                                       Survey const& survey) {
  for (UnreadableFile const& file : set.unreadable) notes.push_back("cannot be read: " + file.reason);
  for (FailedRun const& failure : survey.failures)
    notes.push_back("run " + std::to_string(set.observations[failure.run].id) +
                    " cannot be read: " + failure.reason);
  return notes;
}

std::string text_of(JobPlan const& plan) {
  std::string out = fmt::format(
      "plan for distill {}\n"
      "  runs      {}\n"
      "  events    {}{}\n"
      "  to read   {}\n"
      "  memory    {} per rank\n"
      "  time      about {:.1f} s on {} rank(s) x {} thread(s)\n"
      "  products\n",
      plan.command, plan.runs, plan.events_exact ? "" : "about ", plan.events, bytes_text(plan.bytes_to_read),
      bytes_text(plan.memory_bytes_per_rank), plan.seconds, plan.ranks, plan.threads);
  for (std::string const& output : plan.outputs) out += "    " + output + "\n";
  for (std::string const& warning : plan.warnings) out += "  warning   " + warning + "\n";
  return out;
}

}  // namespace engine
