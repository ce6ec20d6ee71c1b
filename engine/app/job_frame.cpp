#include "engine/app/job_frame.hpp"

#include <algorithm>
#include <filesystem>

#include <unistd.h>

#include "engine/app/build_facts.hpp"
#include "engine/app/interrupt.hpp"
#include "engine/app/memory_limit.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/cut_flow_table.hpp"
#include "engine/io/durable.hpp"

namespace engine {

namespace {

std::uint64_t free_memory() {
  return static_cast<std::uint64_t>(sysconf(_SC_AVPHYS_PAGES)) *
         static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

std::string report_name(ParameterValues const& values) {
  return values.text("prefix") + values.command().name + "_report.json";
}

Origin origin_of(Source source) { return source == Source::fallback ? Origin::by_default : Origin::user; }

std::vector<FinalParameter> final_parameters(ParameterValues const& values, Derived const& derived) {
  std::vector<FinalParameter> out;
  for (ConfiguredParameter const& p : values.configuration())
    out.push_back({p.name, p.values, origin_of(p.source), p.concern == Concern::science});
  for (auto const& [name, value] : derived) out.push_back({name, {value}, Origin::derived, true});
  return out;
}

}  // namespace

std::vector<std::string> tell_notes(std::vector<std::string> const& notes, Session const& session) {
  for (std::string const& note : notes) session.say("note: " + note);
  return notes;
}

OnError on_error(ParameterValues const& values) {
  return same_word(values.text("on-error"), "skip") ? OnError::skip : OnError::fail;
}

int threads_within_memory(int threads, std::uint64_t bytes_per_thread, Communicator const& ranks) {
  // A batch may have less than the machine.
  std::uint64_t const there = std::min(free_memory(), memory_limit().bytes);
  std::uint64_t const share = there / static_cast<std::uint64_t>(ranks.ranks_on_this_host());
  // Ranks must use the same number of threads only so that the plan describes all of them.
  std::uint64_t const fit = bytes_per_thread == 0 ? 4096 : share / bytes_per_thread;
  auto const trouble = trouble_in([&] {
    if (fit == 0)
      throw Failure(Fault::missing_resource,
                    "not enough memory: one set of maps takes " + std::to_string(bytes_per_thread >> 20) +
                        " MB, this rank can have " + std::to_string(share >> 20) +
                        " MB - use larger bins, fewer targets or fewer ranks per host");
  });
  throw_if_any_failed(ranks, trouble);
  return static_cast<int>(std::min<std::uint64_t>(fit, static_cast<std::uint64_t>(threads)));
}

ProductSummary summary_of(ParameterValues const& values, Derived const& derived,
                          std::vector<InputRecord> inputs, std::vector<SkippedInput> skipped,
                          std::shared_ptr<JobFacts const> facts) {
  ProductSummary summary;
  summary.recipe.command = values.command().name;
  summary.recipe.parameters = values.recipe();
  summary.recipe.parameters.insert(summary.recipe.parameters.end(), derived.begin(), derived.end());
  for (FinalParameter const& p : final_parameters(values, derived)) summary.recipe.origins[p.name] = p.origin;
  summary.creator = creator();
  summary.inputs = std::move(inputs);
  summary.skipped = std::move(skipped);
  summary.facts = std::move(facts);
  return summary;
}

std::vector<SkippedInput> skipped_inputs(DataSet const& set, std::vector<FailedRun> const& failures) {
  std::vector<SkippedInput> out;
  for (FailedRun const& f : failures) out.push_back({set.observations[f.run], f.reason, f.rank});
  for (UnreadableFile const& file : set.unreadable) {
    Observation unknown;
    unknown.events.file = file.path;
    out.push_back({unknown, file.reason, 0});
  }
  return out;
}

std::vector<Product> with_report(std::vector<Product> products, ParameterValues const& values) {
  products.push_back({"report", report_name(values), "application/json"});
  return products;
}

RunConditions run_conditions(ParameterValues const& values, Derived const& derived, Session const& session,
                             int threads, Stopwatch const& watch) {
  RunUsage const usage = shared_usage(session.ranks);
  RunConditions run;
  run.ranks = session.ranks.size();
  run.threads = threads;
  run.wall_time_s = watch.seconds();
  run.started = watch.started();
  run.hosts = usage.hosts;
  run.mpi = run.ranks > 1 ? mpi_library() : "";
  run.cpu_model = cpu_model();
  run.cpu_s = usage.cpu_s;
  run.max_rss_bytes = usage.max_rss_bytes;
  run.bytes_read = usage.bytes_read;
  run.by_rank = usage.by_rank;
  run.command_line = session.command_line;
  run.software = software_facts();
  run.configuration = final_parameters(values, derived);
  return run;
}

std::vector<ProductFile> described_products(Outputs const& outputs,
                                            std::map<std::string, ProductFile> const& known) {
  std::vector<ProductFile> files;
  for (Product const& product : outputs.products()) {
    std::string const written = outputs.staged(product.name), path = outputs.folder() + "/" + product.name;
    // The report itself is not there yet; products of runs that were left out never will be.
    if (!std::filesystem::exists(written)) continue;
    stop_if_interrupted();
    if (auto const found = known.find(product.name); found != known.end()) {
      files.push_back(found->second);
      files.back().path = path;
    } else {
      files.push_back(describe_product(product.role, written, path, product.media_type));
    }
  }
  return files;
}

std::string write_report(Outputs const& outputs, ParameterValues const& values, ProductSummary const& summary,
                         std::vector<ProductFile> const& products, RunConditions& conditions) {
  conditions.ended = utc_now();
  std::string const report = report_json(summary, products, conditions);
  write_new_file(outputs.staged(report_name(values)), report);
  return report;
}

int finish(Outputs const& outputs, ProductSummary const& summary, std::string const& report,
           Session const& session) {
  session.say(cut_flow_table(summary));
  for (auto const& [name, value] : summary.results) session.say(name + ": " + std::to_string(value));
  if (session.json)
    session.answer(report);
  else
    for (std::string const& path : outputs.paths())
      if (session.ranks.is_root() && std::filesystem::exists(path)) session.answer(path + "\n");
  return summary.skipped.empty() ? 0 : exit_with_skipped_inputs;
}

int show_plan(JobPlan const& plan, Session const& session) {
  session.answer(session.json ? plan_json(plan) : text_of(plan));
  return 0;
}

}  // namespace engine
