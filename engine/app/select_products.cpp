#include "engine/app/select_products.hpp"

#include "engine/app/requests.hpp"
#include "engine/base/text.hpp"
#include "engine/io/hdf5_events.hpp"
#include "engine/io/index_writer.hpp"
#include "engine/io/merged_events.hpp"
#include "engine/io/provenance_json.hpp"
#include "engine/io/selected_run.hpp"

namespace engine {

namespace {

constexpr char const* fits = "application/fits";
constexpr char const* hdf5 = "application/x-hdf5";

std::string merged_name(ParameterValues const& values) { return values.text("prefix") + "events.fits"; }
std::string columns_name(ParameterValues const& values) { return values.text("prefix") + "events.h5"; }

void add_per_run(std::vector<Product>& out, SelectJob const& job, ParameterValues const& values,
                 std::vector<Observation> const& runs, std::vector<std::string> const& responses) {
  for (Observation const& run : runs) out.push_back({"events", event_file_name(job, values, run), fits});
  for (std::string const& name : responses) out.push_back({"responses", name, fits});
  out.push_back({"observation_index", observation_index_name, fits});
  out.push_back({"hdu_index", hdu_index_name, fits});
}

}  // namespace

SelectJob select_formats(ParameterValues const& values) {
  SelectJob job;
  job.responses = values.yes("responses");
  bool wants_fits = false;
  for (std::string const& format : values.texts("format")) {
    wants_fits = wants_fits || same_word(format, "fits");
    job.hdf5 = job.hdf5 || same_word(format, "hdf5");
  }
  job.per_run = wants_fits && !same_word(values.text("merge"), "yes");
  job.merged = wants_fits && !same_word(values.text("merge"), "no");
  return job;
}

SelectJob select_job(ParameterValues const& values) {
  SelectJob job = select_formats(values);
  job.selection = selection_of(values, job.notes);
  return job;
}

std::string event_file_name(SelectJob const& job, ParameterValues const& values, Observation const& run) {
  return (job.per_run ? "" : "step_") + values.text("prefix") + selected_file_name(run.id);
}

std::vector<Product> select_products(SelectJob const& job, ParameterValues const& values,
                                     std::vector<Observation> const& runs,
                                     std::vector<std::string> const& responses) {
  std::vector<Product> out;
  if (job.per_run) add_per_run(out, job, values, runs, responses);
  if (job.merged) out.push_back({"merged_events", merged_name(values), fits});
  if (job.hdf5) out.push_back({"columns", columns_name(values), hdf5});
  return out;
}

std::vector<Product> select_part_products(SelectJob const& job, ParameterValues const& values,
                                          std::vector<Observation> const& runs,
                                          std::vector<std::string> const& responses) {
  std::vector<Product> out;
  if (runs.empty()) return out;
  if (job.per_run) add_per_run(out, job, values, runs, responses);
  if (!job.per_run)
    for (Observation const& run : runs) out.push_back({"step", event_file_name(job, values, run), fits});
  return out;
}

void write_common_products(SelectJob const& job, ParameterValues const& values, ProductSummary const& summary,
                           std::vector<std::string> const& files, Outputs const& outputs) {
  if (!job.merged && !job.hdf5) return;
  SelectedRuns const runs(files, summary);
  if (std::string const name = merged_name(values); job.merged)
    write_merged_events(outputs.staged(name), runs, summary,
                        provenance_json(summary, {{"events", name, fits}}));
  if (std::string const name = columns_name(values); job.hdf5)
    write_hdf5_events(outputs.staged(name), runs, summary,
                      provenance_json(summary, {{"events", name, hdf5}}));
}

}  // namespace engine
