/// A simulated set on its way to its folder, for the job that simulates and for the gathering of its parts.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/app/outputs.hpp"
#include "engine/app/session.hpp"
#include "engine/io/report_json.hpp"
#include "engine/parallel/communicator.hpp"
#include "engine/simulate/simulation_report.hpp"
#include "engine/simulate/write_run.hpp"

namespace engine {

/// A whole set is one product: a folder that appears when it is complete. Into a folder that is there and
/// empty its parts are moved at the end, the index tables last: without them it is no set.
class StagedSet {
 public:
  /// Collective. Failure(bad_request) if the folder exists and is not empty.
  StagedSet(Communicator const& ranks, std::string const& folder);
  StagedSet(StagedSet const&) = delete;
  StagedSet& operator=(StagedSet const&) = delete;
  ~StagedSet();
  std::string const& path() const { return staged_; }
  std::string const& folder() const { return folder_; }
  /// At the root only.
  void publish();

 private:
  void move_parts();

  Communicator const& ranks_;
  std::string folder_, staged_;
  bool fills_ = false;
};

/// Reference metadata for the runs; none without an activity: made alone, a run is the same whatever other
/// runs are made, and no id of the whole request stands in it. `summary` must outlive it.
ReferenceOf reference_of_set(ProductSummary const& summary);

/// What a person should know of the request.
std::vector<std::string> notes_of(ParameterValues const& values, Simulator const& simulator,
                                  std::vector<RunPlan> const& plans);

std::vector<Product> set_products(Simulator const& simulator, std::vector<RunPlan> const& plans);

/// The staged products with their checksums, those of `known` (by name) as they are there; at the root only.
std::vector<ProductFile> described_set(StagedSet const& set, std::vector<Product> const& products,
                                       std::map<std::string, ProductFile> const& known = {});

/// Among the files of the set; at the root only.
void write_set_report(StagedSet const& set, ProductSummary const& summary,
                      std::vector<ProductFile> const& products, RunConditions& conditions);

/// The check of the numbers, and where the set is.
void tell_simulation(std::string const& folder, std::vector<std::uint64_t> const& events,
                     SimulationReport const& report, Session const& session);

}  // namespace engine
