#include "engine/simulate/run_builder.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/simulate/poisson.hpp"

namespace engine {

namespace {

/// Times since 2001 have a resolution of some 0.1 us: a sum may round to the open end.
double inside(MetRange const& range, double met_s) {
  return std::min(met_s, std::nextafter(range.stop_s, range.start_s));
}

constexpr double most_events = 4e9;  // an EVENT_ID has 32 bits for the number in its run

std::uint32_t draw_count(std::string const& component, double mean, RandomStream const& stream) {
  if (mean <= most_events) return static_cast<std::uint32_t>(poisson(mean, stream));
  throw Failure(Fault::bad_request, "cannot simulate: " + shortest(mean) + " events of " + component +
                                        " in one run are too many - shorten the runs, or scale it down");
}

}  // namespace

GoodTimeClock::GoodTimeClock(GoodTimes const& good_times)
    : ranges_(good_times.ranges()), total_s_(good_times.ontime_s()) {}

double GoodTimeClock::met_s(double share) const {
  double left_s = share * total_s_;
  for (MetRange const& range : ranges_) {
    double const length_s = range.stop_s - range.start_s;
    if (left_s < length_s) return inside(range, range.start_s + left_s);
    left_s -= length_s;
  }
  return inside(ranges_.back(), ranges_.back().stop_s);
}

RunBuilder::RunBuilder(SimulationRequest const& request, RunPlan const& plan, double field_of_view_rad)
    : request_(request),
      plan_(plan),
      frame_(plan.pointing),
      clock_(plan.good_times),
      cos_field_of_view_(std::cos(field_of_view_rad)) {}

RandomStream RunBuilder::stream_of(std::uint32_t component) const {
  return {.seed = request_.seed, .run = static_cast<std::uint64_t>(plan_.obs_id), .component = component};
}

void RunBuilder::add(double time_u, Vector3 const& direction, double energy_tev, std::int32_t mc_id) {
  double const ra_rad = std::atan2(direction[1], direction[0]);
  Drawn event{.met_s = clock_.met_s(time_u),
              .ra_rad = ra_rad < 0 ? ra_rad + 2 * std::numbers::pi : ra_rad,
              .dec_rad = std::atan2(direction[2], std::hypot(direction[0], direction[1])),
              .energy_tev = energy_tev,
              .detx_rad = 0,
              .dety_rad = 0,
              .mc_id = mc_id};
  if (request_.rows == RowFormat::standard) {
    PointingFrame::Offset const offset = frame_.offset(direction);
    event.detx_rad = offset.lon_rad;
    event.dety_rad = offset.lat_rad;
  }
  drawn_.push_back(event);
}

void RunBuilder::add_truth(SourceSampler::Event const& event) {
  Direction<Icrs> const direction = Direction<Icrs>::along(event.true_direction);
  truth_.push_back(
      {drawn_.size(), in_radians(direction.lon()), in_radians(direction.lat()), event.true_energy_tev});
}

void RunBuilder::add_background(BackgroundSampler const& background, double expected) {
  RandomStream const stream = stream_of(0);
  std::uint32_t const events = draw_count("background", expected, stream);
  drawn_.reserve(drawn_.size() + events);
  for (std::uint32_t i = 0; i < events; ++i) {
    BackgroundSampler::Event const e = background.draw(stream, i);
    add(e.time_u, frame_.at(e.radius_rad, e.angle_rad), e.energy_tev, 0);
  }
  components_.push_back({"background", expected, events, 0});
}

void RunBuilder::add_source(std::size_t number, SourceSampler const& source) {
  std::string const& name = request_.sources[number].name;
  auto const mc_id = static_cast<std::uint32_t>(number + 1);
  RandomStream const stream = stream_of(mc_id);
  std::uint32_t const trials = draw_count(name, source.expected_trials(), stream);
  ComponentReport report{name, source.expected_events(), 0, 0};
  for (std::uint32_t i = 0; i < trials; ++i) {
    std::optional<SourceSampler::Event> const e = source.draw(stream, i);
    if (!e) continue;
    report.drawn += 1;
    if (dot(e->direction, frame_.axis()) <= cos_field_of_view_) {
      report.outside += 1;
      continue;
    }
    if (request_.truth == Truth::written) add_truth(*e);
    add(e->time_u, e->direction, e->energy_tev, static_cast<std::int32_t>(mc_id));
  }
  components_.push_back(std::move(report));
}

/// Indices of the events by time; equal times in the order of drawing. Times are nearly uniform: one bucket
/// per event leaves almost nothing to sort.
std::vector<std::uint32_t> RunBuilder::time_order() const {
  std::size_t const n = drawn_.size();
  double const start_s = plan_.start_s, buckets_per_s = static_cast<double>(n) / (plan_.stop_s - start_s);
  std::vector<std::uint32_t> bucket_end(n + 1, 0), order(n);
  auto const bucket_of = [&](Drawn const& event) {
    return std::min(static_cast<std::size_t>((event.met_s - start_s) * buckets_per_s), n - 1);
  };
  for (Drawn const& event : drawn_) ++bucket_end[bucket_of(event) + 1];
  std::partial_sum(bucket_end.begin(), bucket_end.end(), bucket_end.begin());
  for (std::size_t i = 0; i < n; ++i)
    order[bucket_end[bucket_of(drawn_[i])]++] = static_cast<std::uint32_t>(i);
  // Stable insertion: an event moves past a few neighbours of its own bucket only.
  for (std::size_t i = 1; i < n; ++i) {
    std::uint32_t const event = order[i];
    std::size_t to = i;
    for (; to > 0 && drawn_[order[to - 1]].met_s > drawn_[event].met_s; --to) order[to] = order[to - 1];
    order[to] = event;
  }
  return order;
}

void RunBuilder::move_truth_to(std::vector<std::uint32_t> const& order) {
  if (truth_.empty()) return;
  std::vector<std::size_t> row_of(order.size());
  for (std::size_t row = 0; row < order.size(); ++row) row_of[order[row]] = row;
  for (SimulatedRun::TrueEvent& event : truth_) event.event = row_of[event.event];
  std::sort(truth_.begin(), truth_.end(), [](auto const& a, auto const& b) { return a.event < b.event; });
}

SimulatedRun RunBuilder::sorted_by_time() && {
  if (static_cast<double>(drawn_.size()) > most_events)
    throw Failure(Fault::bad_request, "cannot simulate: run " + std::to_string(plan_.obs_id) +
                                          " would have " + std::to_string(drawn_.size()) +
                                          " events - shorten the runs");
  SimulatedRun run{.plan = plan_};
  std::vector<std::uint32_t> const order = time_order();
  std::size_t const n = order.size();
  bool const field_of_view = request_.rows == RowFormat::standard;
  for (std::vector<double>* column : {&run.met_s, &run.ra_rad, &run.dec_rad, &run.energy_tev})
    column->resize(n);
  run.mc_id.resize(n);
  run.detx_rad.resize(field_of_view ? n : 0);
  run.dety_rad.resize(field_of_view ? n : 0);
  for (std::size_t row = 0; row < n; ++row) {
    Drawn const& event = drawn_[order[row]];
    run.met_s[row] = event.met_s;
    run.ra_rad[row] = event.ra_rad;
    run.dec_rad[row] = event.dec_rad;
    run.energy_tev[row] = event.energy_tev;
    run.mc_id[row] = event.mc_id;
    if (!field_of_view) continue;
    run.detx_rad[row] = event.detx_rad;
    run.dety_rad[row] = event.dety_rad;
  }
  move_truth_to(order);
  run.truth = std::move(truth_);
  run.components = std::move(components_);
  return run;
}

}  // namespace engine
