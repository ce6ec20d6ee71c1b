#include "catalog/inputs/named_runs.hpp"

#include <algorithm>
#include <tuple>

#include "catalog/inputs/index_number.hpp"
#include "catalog/inputs/inputs.hpp"
#include "catalog/inputs/run_rows.hpp"
#include "engine/base/text.hpp"

namespace catalog {

namespace {

constexpr std::size_t most_told = 10;

std::string spelt(FoundRun const& run) { return run.collection + ":" + run.obs_id; }

auto order_of(FoundRun const& run) {
  auto const number = engine::whole_number(run.obs_id);
  return std::make_tuple(std::string_view(run.collection), !number, number.value_or(0),
                         std::string_view(run.obs_id));
}

/// Where the events of a run are; empty: nowhere.
std::string events_of(InputRun const& run) {
  for (InputHdu const& hdu : run.hdus)
    if (hdu.type == "events") return hdu.file.string() + "[" + hdu.hdu + "]";
  return {};
}

}  // namespace

void RunCollector::add(FoundRun const& run) {
  if (!seen_.emplace(run.id, true).second) return;
  if (run.readable)
    runs_.push_back(run);
  else
    closed_.push_back(spelt(run));
}

void RunCollector::choose(std::string const& name, std::vector<FoundRun> const& candidates) {
  if (candidates.empty()) return unknown(name);
  std::vector<FoundRun> readable;
  std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(readable),
               [](FoundRun const& run) { return run.readable; });
  if (readable.size() <= 1) return add(readable.empty() ? candidates.front() : readable.front());
  std::vector<std::string> collections;
  for (FoundRun const& run : readable) collections.push_back(run.collection);
  ambiguous_.push_back("run " + name + " is in several collections: " + engine::joined(collections, ", ") +
                       " - say which: " + spelt(readable.front()));
}

std::vector<FoundRun> RunCollector::sorted() const {
  std::vector<FoundRun> runs = runs_;
  std::sort(runs.begin(), runs.end(),
            [](FoundRun const& a, FoundRun const& b) { return order_of(a) < order_of(b); });
  return runs;
}

std::vector<std::string> RunCollector::mistakes(std::vector<KnownCollection> const& collections) const {
  std::vector<std::string> all;
  if (!unknown_.empty()) {
    std::vector<std::string> names;
    for (KnownCollection const& collection : collections) names.push_back(collection.name);
    auto const meant = engine::nearest_word(unknown_.front(), names);
    all.push_back("not known here, or not to you: " + some_of(unknown_) +
                  (meant           ? " - did you mean " + *meant + "?"
                   : names.empty() ? std::string(" - there are no collections")
                                   : " - collections are " + some_of(names)));
  }
  if (!closed_.empty())
    all.push_back("not open to you: " + some_of(closed_) + " - the page of the collection says whom to ask");
  for (std::size_t i = 0; i < ambiguous_.size() && i < most_told; ++i) all.push_back(ambiguous_[i]);
  if (ambiguous_.size() > most_told)
    all.push_back("and " + std::to_string(ambiguous_.size() - most_told) +
                  " more runs that are in several collections");
  return all;
}

std::vector<std::string> number_conflicts(std::vector<InputRun> const& runs) {
  std::map<std::int64_t, InputRun const*> by_number;
  std::vector<std::string> names;
  for (InputRun const& run : runs) {
    auto const [first, is_new] = by_number.emplace(index_number(run.obs_id), &run);
    if (is_new || events_of(*first->second) == events_of(run)) continue;
    names.push_back(first->second->collection + ":" + first->second->obs_id + " and " + run.collection + ":" +
                    run.obs_id);
  }
  if (names.empty()) return {};
  return {"different runs have one number: " + some_of(names) + " - work on one collection at a time"};
}

}  // namespace catalog
