#include "engine/app/part.hpp"

#include <algorithm>
#include <filesystem>
#include <numeric>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/kernels/plan.hpp"

namespace engine {

namespace {

constexpr std::int64_t most_parts = 100000;

double cost_of_run(Observation const& run) {
  std::string const& file = run.events.file;
  std::error_code error;
  std::uintmax_t const bytes = std::filesystem::file_size(file, error);
  return cost_of({0, error ? 0 : static_cast<std::uint64_t>(bytes), !lower(file).ends_with(".gz")});
}

}  // namespace

Result<Part, std::string> parse_part(std::string_view text) {
  std::vector<std::string> const words = split(text, '/');
  std::string const form =
      "'" + std::string(text) + "' is no part - write its number and how many there are: 2/8";
  if (words.size() != 2) return form;
  auto const number = whole_number(words[0]), count = whole_number(words[1]);
  if (!number || !count || *count < 1 || *number < 1) return form;
  if (*count > most_parts) return "there can be " + std::to_string(most_parts) + " parts at most";
  if (*number > *count)
    return "there is no part " + words[0] + " of " + words[1] + " - they are counted from 1";
  return Part{static_cast<int>(*number), static_cast<int>(*count)};
}

std::string text_of(Part const& part) {
  return std::to_string(part.number) + "/" + std::to_string(part.count);
}

bool is_part(ParameterValues const& values) {
  return find_parameter(values.command(), "part") != nullptr && values.is_given("part");
}

Part part_of(ParameterValues const& values) {
  if (!is_part(values)) return {};
  auto const part = parse_part(values.text("part"));
  if (!part) throw Failure(Fault::bad_request, "part: " + part.error());
  return *part;
}

std::vector<std::vector<std::size_t>> shares_of_runs(std::vector<double> const& costs, int parts) {
  EXPECTS(parts >= 1);
  std::vector<std::size_t> order(costs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return costs[a] > costs[b]; });
  std::vector<std::vector<std::size_t>> shares(static_cast<std::size_t>(parts));
  std::vector<double> load(shares.size(), 0.0);
  for (std::size_t const run : order) {
    auto const least = std::min_element(load.begin(), load.end()) - load.begin();
    shares[static_cast<std::size_t>(least)].push_back(run);
    load[static_cast<std::size_t>(least)] += costs[run];
  }
  for (std::vector<std::size_t>& share : shares) std::sort(share.begin(), share.end());
  return shares;
}

std::vector<double> costs_of_runs(DataSet const& set) {
  std::vector<double> costs;
  for (Observation const& run : set.observations) costs.push_back(cost_of_run(run));
  return costs;
}

RunShare share_of(DataSet const& whole, Part const& part) {
  auto const shares = shares_of_runs(costs_of_runs(whole), part.count);
  RunShare mine{{{}, whole.notes, whole.unreadable}, shares[static_cast<std::size_t>(part.number - 1)]};
  for (std::size_t const run : mine.runs) mine.set.observations.push_back(whole.observations[run]);
  return mine;
}

}  // namespace engine
