/// What the jobs have in common around their pass: agreement, plan, account, report, ending.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/app/job_plan.hpp"
#include "engine/app/outputs.hpp"
#include "engine/app/pass.hpp"
#include "engine/app/run_usage.hpp"
#include "engine/app/session.hpp"
#include "engine/app/utc_clock.hpp"
#include "engine/io/report_json.hpp"
#include "engine/model/product.hpp"

namespace engine {

/// Runs `make` on every rank and goes on only if no rank failed.
template <class Value, class Make>
Value agreed(Communicator const& ranks, Make make) {
  std::optional<Value> value;
  auto const trouble = trouble_in([&] { value.emplace(make()); });
  throw_if_any_failed(ranks, trouble);
  return std::move(*value);
}

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }
  std::string const& started() const { return started_; }  ///< UTC

 private:
  std::string started_ = utc_now();
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

using Derived = std::vector<std::pair<std::string, std::string>>;  ///< parameters nobody gave: name, value

/// Says notes as such, and returns them.
std::vector<std::string> tell_notes(std::vector<std::string> const& notes, Session const& session);

OnError on_error(ParameterValues const& values);

/// Fewer threads where each one's accumulators would not fit into this rank's share of the memory that is
/// free. Throws Failure(missing_resource) if not even one fits.
int threads_within_memory(int threads, std::uint64_t bytes_per_thread, Communicator const& ranks);

ProductSummary summary_of(ParameterValues const& values, Derived const& derived,
                          std::vector<InputRecord> inputs, std::vector<SkippedInput> skipped,
                          std::shared_ptr<JobFacts const> facts);
std::vector<SkippedInput> skipped_inputs(DataSet const& set, std::vector<FailedRun> const& failures);

/// The products and "<prefix><command>_report.json".
std::vector<Product> with_report(std::vector<Product> products, ParameterValues const& values);

/// How the job ran so far. Collective.
RunConditions run_conditions(ParameterValues const& values, Derived const& derived, Session const& session,
                             int threads, Stopwatch const& watch);

/// The staged products with their checksums, those of `known` as they are there (by name, as in Product); at
/// the root only.
std::vector<ProductFile> described_products(Outputs const& outputs,
                                            std::map<std::string, ProductFile> const& known = {});

/// Writes the report next to the staged products; at the root only. Returns its text.
std::string write_report(Outputs const& outputs, ParameterValues const& values, ProductSummary const& summary,
                         std::vector<ProductFile> const& products, RunConditions& conditions);

/// Prints the cut flow and where the products are (or the report, with --json); the exit status.
int finish(Outputs const& outputs, ProductSummary const& summary, std::string const& report,
           Session const& session);

int show_plan(JobPlan const& plan, Session const& session);

}  // namespace engine
