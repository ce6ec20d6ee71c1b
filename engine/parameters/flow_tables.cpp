/// What goes into the jobs and what comes out of them: the words of provenance, and of forms.
#include "engine/parameters/tables.hpp"

namespace engine {

namespace {

constexpr char const* fits = "application/fits";
constexpr std::uint64_t gibibyte = std::uint64_t{1} << 30;

CommandOutput picture(std::string const& extension, std::string const& media_type) {
  return {"preview_" + extension,  "preview", "*counts." + extension, media_type, "Preview",
          "Picture of the counts."};
}

CommandOutput report(std::string const& command) {
  return {"report",           "report", "*" + command + "_report.json",
          "application/json", "Log",    "What was read, cut and written."};
}

}  // namespace

std::vector<CommandInput> data_inputs() {
  return {{"in", "events", fits, "1..*", "Event lists with their good times and responses."},
          {"obs-ids", "run_list", "text/plain", "0..1", "A list of runs, as @file."},
          {"region", "region", "text/plain", "0..1", "A ds9 region file."}};
}

void describe_map_flows(Command& map) {
  map.inputs = data_inputs();
  map.inputs.push_back({"like", "map", "image/fits", "0..1", "A map whose geometry is taken."});
  map.inputs.push_back({"targets", "targets", "text/csv", "0..1", "A list of positions."});
  map.outputs = {
      {"counts_image", "counts_image", "*counts.fits", "image/fits", "Main",
       "Counts on the sky, all energies."},
      {"counts_cube", "counts_cube", "*counts_cube.fits", fits, "Main", "Counts on the sky in energy bins."},
      {"dataset", "dataset", "*dataset.fits", fits, "Main", "A file that gammapy's MapDataset.read opens."},
      picture("png", "image/png"),
      picture("svg", "image/svg+xml"),
      picture("pdf", "application/pdf"),
      report("map")};
  map.resources = {.processes = 1, .threads = 2, .memory_bytes = 4 * gibibyte};
  map.kind = "Reduction";
  map.uses_ranks = true;
}

void describe_select_flows(Command& select) {
  select.inputs = data_inputs();
  select.outputs = {
      {"events", "events", "*obs_*.fits", fits, "Main",
       "The events of one run, with good times and responses."},
      {"responses", "responses", "irf/*", fits, "Main", "Responses that runs share."},
      {"observation_index", "observation_index", "obs-index.fits.gz", fits, "Main",
       "Index of the runs (GADF)."},
      {"hdu_index", "hdu_index", "hdu-index.fits.gz", fits, "Main", "Index of their tables (GADF)."},
      {"merged_events", "merged_events", "*events.fits", fits, "Main",
       "The events of all runs in one table."},
      {"columns", "columns", "*events.h5", "application/x-hdf5", "Main", "The same by columns."},
      report("select")};
  select.resources = {.processes = 1, .threads = 2, .memory_bytes = 2 * gibibyte};
  select.kind = "Selection";
  select.uses_ranks = true;
}

void describe_simulate_flows(Command& simulate) {
  simulate.outputs = {
      {"events", "events", "data/run_*.fits", fits, "Main", "The events of one run."},
      {"responses", "responses", "irf.fits", fits, "Main", "The responses of all runs."},
      {"observation_index", "observation_index", "obs-index.fits.gz", fits, "Main",
       "Index of the runs (GADF)."},
      {"hdu_index", "hdu_index", "hdu-index.fits.gz", fits, "Main", "Index of their tables (GADF)."},
      report("simulate")};
  simulate.resources = {.processes = 1, .threads = 2, .memory_bytes = 2 * gibibyte};
  simulate.kind = "Simulation";
  simulate.uses_ranks = true;
}

std::vector<Parameter> service_parameters() {
  return {
      {.name = "activity",
       .type = ValueType::path,
       .text = "A JSON file of the service that runs the job: its id, times, contact, ids of products and "
               "inputs.",
       .group = "Service",
       .concern = Concern::run},
      {.name = "files",
       .type = ValueType::text,
       .fallback = "named",
       .text =
           "Which files values such as region=file or @list may name: named (any), none, or those below a "
           "folder given here.",
       .group = "Service",
       .concern = Concern::run},
  };
}

}  // namespace engine
