#include "engine/app/staged_set.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "engine/app/interrupt.hpp"
#include "engine/app/simulation_json.hpp"
#include "engine/app/utc_clock.hpp"
#include "engine/base/failure.hpp"
#include "engine/io/durable.hpp"
#include "engine/io/reference_keys.hpp"

namespace engine {

namespace {

namespace fs = std::filesystem;

bool is_empty_folder(std::string const& folder) { return fs::is_directory(folder) && fs::is_empty(folder); }

}  // namespace

StagedSet::StagedSet(Communicator const& ranks, std::string const& folder) : ranks_(ranks), folder_(folder) {
  while (folder_.size() > 1 && folder_.back() == '/') folder_.pop_back();
  auto const trouble = trouble_in([&] {
    if (!ranks.is_root()) return;
    fills_ = is_empty_folder(folder_);
    if (!fills_ && fs::exists(folder_))
      throw Failure(Fault::bad_request, "out: " + folder_ + " exists and is not empty - name a new folder");
    staged_ = folder_ + (fills_ ? "/" : "") + ".distill-" + random_name() + ".partial";
    make_folders(staged_);
  });
  throw_if_any_failed(ranks, trouble);
  ranks.broadcast(staged_);
}

StagedSet::~StagedSet() {
  std::error_code ignored;
  if (ranks_.is_root()) fs::remove_all(staged_, ignored);
}

void StagedSet::publish() {
  if (fills_) return move_parts();
  if (int const error = rename_file(staged_, folder_, Replace::no); error != 0)
    throw system_failure("cannot make", folder_, error);
}

void StagedSet::move_parts() {
  std::vector<fs::path> folders, files;
  for (auto const& entry : fs::directory_iterator(staged_))
    (entry.is_directory() ? folders : files).push_back(entry.path());
  folders.insert(folders.end(), files.begin(), files.end());
  for (auto const& part : folders) {
    std::string const to = folder_ + "/" + part.filename().string();
    if (int const error = rename_file(part.string(), to, Replace::no); error != 0)
      throw system_failure("cannot make", to, error);
  }
}

ReferenceOf reference_of_set(ProductSummary const& summary) {
  if (!summary.facts->activity) return {};
  return [&summary](std::string const& name) {
    return reference_keys(summary, {name, "Simulated events and responses", "DL3", true});
  };
}

std::vector<std::string> notes_of(ParameterValues const& values, Simulator const& simulator,
                                  std::vector<RunPlan> const& plans) {
  if (!values.is_given("events-per-run") || simulator.expected(plans.front()).front() != 0) return {};
  return {"no background: the source alone gives more than events-per-run"};
}

std::vector<Product> set_products(Simulator const& simulator, std::vector<RunPlan> const& plans) {
  std::vector<Product> out;
  for (RunPlan const& plan : plans) out.push_back({"events", run_file_name(plan), "application/fits"});
  if (simulator.request().responses == ResponsePlace::shared_file)
    out.push_back({"responses", shared_response_name, "application/fits"});
  out.push_back({"observation_index", observation_index_name, "application/fits"});
  out.push_back({"hdu_index", hdu_index_name, "application/fits"});
  return out;
}

std::vector<ProductFile> described_set(StagedSet const& set, std::vector<Product> const& products,
                                       std::map<std::string, ProductFile> const& known) {
  std::vector<ProductFile> files;
  for (Product const& product : products) {
    std::string const written = set.path() + "/" + product.name, path = set.folder() + "/" + product.name;
    // A planted defect may be that a file is missing.
    if (!fs::exists(written)) continue;
    stop_if_interrupted();
    auto const found = known.find(product.name);
    files.push_back(found == known.end() ? describe_product(product.role, written, path, product.media_type)
                                         : found->second);
    files.back().path = path;
  }
  return files;
}

void write_set_report(StagedSet const& set, ProductSummary const& summary,
                      std::vector<ProductFile> const& products, RunConditions& conditions) {
  conditions.ended = utc_now();
  write_new_file(set.path() + "/simulate_report.json", report_json(summary, products, conditions));
}

void tell_simulation(std::string const& folder, std::vector<std::uint64_t> const& events,
                     SimulationReport const& report, Session const& session) {
  for (ReportLine const& line : report.lines)
    session.say(
        fmt::format("{}: {} events drawn, {:.1f} expected ({:+.1f} sigma), {} outside the field of view",
                    line.component, line.drawn, line.expected, line.sigma, line.outside));
  session.answer(session.json ? simulation_json(folder, events, report) : folder + "\n");
}

}  // namespace engine
