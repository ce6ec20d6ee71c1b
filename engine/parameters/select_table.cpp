#include <tuple>

#include "engine/parameters/tables.hpp"

namespace engine {

Command select_command() {
  Command command{
      .name = "select",
      .summary = "Select events and write DL3 event lists",
      .text =
          "Writes the events that pass every cut, with corrected headers, good time intervals, "
          "responses and index tables, so that gammapy's DataStore opens the output folder. "
          "The cut flow says where each event went.",
      .positional = "in",
      .examples = {"distill select hess-dl3-dr1 target=Crab cone=83.633,22.0145,1 emin=0.5 out=crab",
                   "distill select archive obs-ids=@runs.txt where='MULTIP >= 3' merge=yes",
                   "distill select archive tmin='2004-12-04T22:00:00 UTC' format=fits,hdf5"},
      .is_job = true};
  std::vector<Parameter>& all = command.parameters;
  for (Parameter const& p : input_parameters()) all.push_back(p);
  // ctselect's way to give the cone.
  for (auto const& [name, text, ucd] :
       {std::tuple{"ra", "Right ascension of the cone, with dec and rad.", "pos.eq.ra"},
        std::tuple{"dec", "Declination of the cone.", "pos.eq.dec"},
        std::tuple{"rad", "Radius of the cone.", "pos.angDistance"}})
    all.push_back({.name = name,
                   .type = ValueType::coordinate,
                   .unit = "deg",
                   .text = text,
                   .group = "Selection",
                   .ucd = ucd});
  for (Parameter const& p : selection_parameters()) all.push_back(p);
  all.push_back({.name = "merge",
                 .type = ValueType::choice,
                 .fallback = "no",
                 .text = "no: one file per run with index tables; yes: one event list of all runs; both.",
                 .options = {"no", "yes", "both"},
                 .group = "Products"});
  all.push_back({.name = "format",
                 .type = ValueType::choices,
                 .fallback = "fits",
                 .text = "fits, and hdf5 for one columnar file of all runs.",
                 .options = {"fits", "hdf5"},
                 .group = "Products"});
  all.push_back({.name = "responses",
                 .type = ValueType::boolean,
                 .fallback = "yes",
                 .text = "Carry the response tables along.",
                 .group = "Products"});
  for (Parameter const& p : output_parameters()) all.push_back(p);
  for (Parameter const& p : run_parameters()) all.push_back(p);
  all.push_back(part_parameter());
  describe_select_flows(command);
  return command;
}

}  // namespace engine
