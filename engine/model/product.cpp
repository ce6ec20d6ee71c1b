#include "engine/model/product.hpp"

#include "engine/base/expects.hpp"

namespace engine {

std::string_view usage_of(UsedTable const& table) {
  return table.role == "events" || table.role == "gti" ? "Main" : "Calibration";
}

std::uint64_t rows_used(InputRecord const& input, UsedTable const& table) {
  return table.role == "events" ? input.flow.kept : table.rows;
}

std::vector<UsedTable> tables_of(InputRecord const& input) {
  if (!input.tables.empty()) return input.tables;
  HduLocation const& where = input.observation.events;
  std::string const hdu = !where.hdu.empty() ? where.hdu
                          : where.number     ? std::to_string(*where.number)
                                             : "EVENTS";
  return {{"events", "events", where.file, hdu, "", input.flow.read}};
}

std::string_view word_of(Origin origin) {
  switch (origin) {
    case Origin::user: return "user";
    case Origin::by_default: return "default";
    case Origin::derived: return "derived";
  }
  contract_broken("every origin has a word", __FILE__, __LINE__);
}

InputFile JobFacts::file(std::string const& name) const {
  auto const found = files.find(name);
  return found == files.end() ? InputFile{} : found->second;
}

std::string JobFacts::did(std::string const& name, std::int64_t observation) const {
  auto const found = files.find(name);
  if (found == files.end()) return "";
  auto const of_run = found->second.did_of_run.find(observation);
  return of_run != found->second.did_of_run.end() ? of_run->second : found->second.did;
}

CutFlow ProductSummary::flow() const {
  CutFlow sum;
  for (InputRecord const& input : inputs) sum += input.flow;
  return sum;
}

double ProductSummary::ontime_s() const {
  double sum = 0;
  for (InputRecord const& input : inputs) sum += input.ontime_s;
  return sum;
}

double ProductSummary::livetime_s() const {
  double sum = 0;
  for (InputRecord const& input : inputs) sum += input.livetime_s;
  return sum;
}

std::optional<std::string> ProductSummary::common(std::string ObservationHeader::*member) const {
  if (inputs.empty()) return std::nullopt;
  std::string const& first = inputs.front().header.*member;
  for (InputRecord const& input : inputs)
    if (input.header.*member != first) return std::nullopt;
  return first.empty() ? std::nullopt : std::optional<std::string>(first);
}

TimeReference ProductSummary::reference() const {
  EXPECTS(!inputs.empty());
  return inputs.front().header.time;
}

GoodTimes ProductSummary::good_times() const {
  TimeReference const common = reference();
  std::vector<MetRange> all;
  for (InputRecord const& input : inputs) {
    // A run in the same reference keeps its very numbers; only another reference needs a shift.
    double const shift = in_seconds(input.header.time.zero - common.zero);
    for (MetRange const& r : input.gti.ranges()) all.push_back({r.start_s + shift, r.stop_s + shift});
  }
  return GoodTimes(std::move(all));
}

}  // namespace engine
