#include "engine/model/time.hpp"

#include <algorithm>

#include "engine/base/expects.hpp"

namespace engine {

GoodTimes::GoodTimes(std::vector<MetRange> ranges) {
  for (MetRange const& r : ranges) EXPECTS(r.start_s == r.start_s && r.stop_s == r.stop_s);
  std::erase_if(ranges, [](MetRange const& r) { return r.stop_s <= r.start_s; });
  std::sort(ranges.begin(), ranges.end(),
            [](MetRange const& a, MetRange const& b) { return a.start_s < b.start_s; });
  for (MetRange const& r : ranges) {
    if (!ranges_.empty() && r.start_s <= ranges_.back().stop_s)
      ranges_.back().stop_s = std::max(ranges_.back().stop_s, r.stop_s);
    else
      ranges_.push_back(r);
  }
}

double GoodTimes::ontime_s() const {
  double sum = 0;
  for (MetRange const& r : ranges_) sum += r.stop_s - r.start_s;
  return sum;
}

bool GoodTimes::contains(double met_s) const {
  auto const after = std::upper_bound(ranges_.begin(), ranges_.end(), met_s,
                                      [](double t, MetRange const& r) { return t < r.start_s; });
  return after != ranges_.begin() && met_s < std::prev(after)->stop_s;
}

GoodTimes intersection(GoodTimes const& a, GoodTimes const& b) {
  std::vector<MetRange> both;
  auto x = a.ranges().begin(), y = b.ranges().begin();
  while (x != a.ranges().end() && y != b.ranges().end()) {
    MetRange const common{std::max(x->start_s, y->start_s), std::min(x->stop_s, y->stop_s)};
    if (common.start_s < common.stop_s) both.push_back(common);
    // The one that ends first can meet nothing that comes later in the other list.
    if (x->stop_s < y->stop_s)
      ++x;
    else
      ++y;
  }
  return GoodTimes(std::move(both));
}

}  // namespace engine
