#include "uws/soda/soda_select.hpp"

#include <algorithm>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "jobs/process.hpp"
#include "uws/soda/select_report_json.hpp"

namespace uws {
namespace {

using Kind = SodaFailure::Kind;
using End = jobs::ProcessResult::End;

/// What the engine said of its failure: the last line on standard error, without the program's name.
std::string last_words(std::string const& errors) {
  auto const lines = engine::split(engine::trimmed(errors), '\n');
  if (lines.empty()) return "the engine said nothing";
  auto const& last = lines.back();
  return without_folders(last.starts_with("distill: ") ? last.substr(9) : last);
}

void check_end(jobs::ProcessResult const& result, EngineRules const& rules) {
  if (result.end == End::stopped) throw engine::Failure(engine::Fault::interrupted, "the cut was stopped");
  if (result.end == End::timed_out)
    throw SodaFailure(Kind::fault, "the cut took longer than " + std::to_string(rules.time.count()) +
                                       " s - ask /soda/async, or for less");
  if (result.end == End::killed)
    throw SodaFailure(Kind::fault, "the engine was killed by signal " + std::to_string(result.status) +
                                       " (memory may have run out)");
  if (result.status == engine::row_of(engine::Fault::bad_request).exit_status)
    throw SodaFailure(Kind::usage, last_words(result.errors));
  if (result.status != 0) throw SodaFailure(Kind::fault, last_words(result.errors));
}

}  // namespace

CutProducts run_select(EngineRules const& rules, std::vector<std::filesystem::path> const& event_files,
                       std::vector<std::string> const& words, std::filesystem::path const& folder,
                       std::stop_token stop) {
  jobs::ProcessOrder order;
  order.argv = {rules.program, "select"};
  for (auto const& file : event_files) order.argv.push_back(file.string());
  order.argv.insert(order.argv.end(), words.begin(), words.end());
  for (auto const* word : {"progress=none", "nthreads=1", "clobber=yes"}) order.argv.push_back(word);
  order.directory = folder;  // the report then names products as they lie in it, not where that is here
  order.argv.push_back("out=.");
  order.time = rules.time;
  order.memory_bytes = rules.memory_bytes;
  check_end(jobs::run_process(order, std::move(stop)), rules);
  CutProducts products;
  products.report = folder / "select_report.json";
  auto const report = read_select_report(products.report);
  remove_folders(products.report);
  products.empty = report.events_kept == 0;
  for (auto const& path : report.event_lists) products.event_lists.push_back(folder / path.filename());
  return products;
}

}  // namespace uws
