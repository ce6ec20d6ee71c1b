#include "engine/app/map_options.hpp"
#include "engine/app/named_files.hpp"
#include "engine/app/part.hpp"
#include "engine/app/request_parts.hpp"
#include "engine/app/requests.hpp"
#include "engine/app/simulation_request.hpp"

namespace engine {

namespace {

void add(Problems& problems, Problems more) {
  problems.insert(problems.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// A file that is missing is told when the job looks for it, and as what it is.
template <class Part>
void unless_missing(Problems& problems, Part part) {
  try {
    collect(problems, "", part);
  } catch (Failure const&) {
    return;
  }
}

}  // namespace

Problems request_problems(ParameterValues const& values) {
  std::string const& command = values.command().name;
  Problems problems;
  collect(problems, "", [&] { NamedFiles const files(values); });
  if (!problems.empty()) return problems;  // everything else would be about that
  collect(problems, "", [&] { part_of(values); });
  std::vector<std::string> notes;
  if (command == "simulate") unless_missing(problems, [&] { add(problems, simulation_problems(values)); });
  if (find_parameter(values.command(), "obs-ids") != nullptr)
    unless_missing(problems, [&] { run_choice(values, problems); });
  if (command == "map" || command == "select")
    unless_missing(problems, [&] { selection_of(values, notes, problems); });
  if (command == "map") unless_missing(problems, [&] { add(problems, map_problems(values)); });
  return problems;
}

}  // namespace engine
