#include "engine/model/product.hpp"

#include "engine/base/expects.hpp"

namespace engine {

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
