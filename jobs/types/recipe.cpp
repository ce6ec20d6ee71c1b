#include "jobs/types/recipe.hpp"

#include <algorithm>

#include "engine/io/sha256.hpp"
#include "jobs/types/value.hpp"

namespace jobs {

namespace {

/// A line stays a line, and two different texts stay different.
std::string on_one_line(std::string_view text) {
  std::string out;
  for (char const c : text)
    if (c == '\\')
      out += "\\\\";
    else if (c == '\n')
      out += "\\n";
    else if (c == '\r')
      out += "\\r";
    else
      out += c;
  return out;
}

}  // namespace

std::string recipe_text(JobType const& type, std::vector<ResolvedParameter> const& work,
                        std::vector<std::string> input_sums) {
  JobType const& worker = worker_of(type);
  std::vector<std::string> lines;
  for (ResolvedParameter const& each : work) {
    ParameterDescription const* const p = find_parameter(worker, each.name);
    if (p == nullptr || !p->science) continue;
    // Of data the sums count, which the caller adds; not what the client's disk or the catalogue calls them.
    for (Parameter const& value : each.values)
      if (!names_data(worker, value))
        lines.push_back("parameter " + p->name + "=" + on_one_line(compared_value(*p, value.value)) + "\n");
  }
  std::ranges::sort(lines);
  std::ranges::sort(input_sums);
  std::string out = "type " + worker.name + "\nversion " + on_one_line(worker.version) + "\n";
  for (std::string const& line : lines) out += line;
  for (std::string const& sum : input_sums) out += "input " + on_one_line(sum) + "\n";
  return out;
}

std::string recipe_hash(JobType const& type, std::vector<ResolvedParameter> const& work,
                        std::vector<std::string> input_sums) {
  return engine::sha256_of(recipe_text(type, work, std::move(input_sums)));
}

}  // namespace jobs
