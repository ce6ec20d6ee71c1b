/// What is asked of the simulator and what it makes: values, and the plan of runs as a pure function.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/time.hpp"
#include "engine/simulate/analytic_response.hpp"
#include "engine/simulate/defects.hpp"
#include "engine/simulate/sky_model.hpp"

namespace engine {

/// Time counts from MJD 51910 UTC (2001-01-01), written on TT as H.E.S.S. does.
TimeReference simulation_time();
Time simulation_start();  ///< 2025-01-01T00:00:00 TT

/// Pointings beside the target, so that the field holds background at the same offset. The runs take the
/// directions in turn.
struct WobblePlan {
  std::string target_name;
  Direction<Icrs> target;
  Angle offset;
  std::vector<Angle> position_angles;  ///< from north through east
};

enum class RowFormat {
  standard,  ///< the mandatory columns, DETX and DETY: 36 bytes
  minimal    ///< the mandatory columns: 28 bytes
};
enum class Truth { none, written };  ///< MC_ID with each event, and a table of true directions and energies
enum class ResponsePlace { shared_file, each_run };

struct SimulationRequest {
  std::uint64_t seed = 1;  ///< below 2^63, so that a FITS keyword holds it
  Instrument instrument = Instrument::hess_like;
  std::vector<SkySource> sources{crab_like()};

  WobblePlan pointing{
      "Crab", crab_like().centre, degrees(0.5), {degrees(0), degrees(180), degrees(90), degrees(270)}};
  std::int64_t runs = 3;
  std::int64_t first_obs_id = 1;    ///< ids count up from here; below 2^31, so that EVENT_ID can hold them
  Time start = simulation_start();  ///< of the first run
  Duration run_time = seconds(28 * 60);
  Duration pause = seconds(2 * 60);  ///< between runs
  std::vector<MetRange> gaps;        ///< bad times, in seconds from the start of each run
  double dead_time_fraction = 0.06;
  Angle zenith = degrees(20),
        azimuth = degrees(180);  ///< written to the headers; responses do not depend on them

  double background_scale = 1;
  /// Scales the background of each run so that about this many events are expected; wins over
  /// background_scale.
  std::optional<double> events_per_run;

  RowFormat rows = RowFormat::standard;
  Truth truth = Truth::none;
  ResponsePlace responses = ResponsePlace::shared_file;
  enum class PointingTable { none, written } pointing_table = PointingTable::none;
  PlantedDefects defects;

  std::optional<ArraySite> site;           ///< without: that of the instrument's model
  std::string telescope, instrument_name;  ///< TELESCOP and INSTRUME; empty: after the instrument
  std::string creator = "distill simulate";
};

/// Refuses with Failure(bad_request) what cannot be simulated, naming the option.
void validate(SimulationRequest const& request);

/// One run to be; nothing else about the other runs is needed to simulate it.
struct RunPlan {
  std::int64_t obs_id = 0;
  Direction<Icrs> pointing;
  GoodTimes good_times;  ///< in the seconds of simulation_time()
  double start_s = 0, stop_s = 0;
  double livetime_s = 0;
};

std::vector<RunPlan> plan_runs(SimulationRequest const& request);

/// Where the events of one component came from and went; the first is the background.
struct ComponentReport {
  std::string name;
  double expected = 0;        ///< mean of `drawn`
  std::uint64_t drawn = 0;    ///< detected, before the field of view cuts
  std::uint64_t outside = 0;  ///< of those, reconstructed outside the field of view: left out
};

/// Events sorted by time. MC_ID 0 is the background, i + 1 the source of number i.
struct SimulatedRun {
  RunPlan plan;
  std::vector<double> met_s{}, ra_rad{}, dec_rad{}, energy_tev{};
  std::vector<double> detx_rad{}, dety_rad{};  ///< empty for RowFormat::minimal
  std::vector<std::int32_t> mc_id{};

  /// Of the events of sources, in the order of the events; empty without Truth::written.
  struct TrueEvent {
    std::size_t event;
    double ra_rad, dec_rad, energy_tev;
  };
  std::vector<TrueEvent> truth{};
  std::vector<ComponentReport> components{};
  std::size_t size() const { return met_s.size(); }
};

/// EVENT_ID: unique over the runs of a set.
constexpr std::int64_t event_id(std::int64_t obs_id, std::size_t row) {
  return (obs_id << 32) | static_cast<std::int64_t>(row + 1);
}

}  // namespace engine
