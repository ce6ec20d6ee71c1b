#include "engine/app/simulation_request.hpp"

#include "engine/app/request_parts.hpp"
#include "engine/app/session.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/coordinate_text.hpp"
#include "engine/io/time_scales.hpp"
#include "engine/parameters/energy_text.hpp"

namespace engine {

namespace {

double real_of(ParameterValues const& values, std::string const& name) { return *number(values.text(name)); }

[[noreturn]] void refuse(std::string const& name, std::string const& problem) {
  throw Failure(Fault::bad_request, name + ": " + problem);
}

Direction<Icrs> target_of(ParameterValues const& values) {
  auto const ra = parse_coordinate(values.text("ra"), Coordinate::right_ascension);
  if (!ra) refuse("ra", with_caret(values.text("ra"), ra.error()));
  auto const dec = parse_coordinate(values.text("dec"), Coordinate::latitude);
  if (!dec) refuse("dec", with_caret(values.text("dec"), dec.error()));
  return Direction<Icrs>::at(*ra, *dec);
}

std::vector<SkySource> sources_of(ParameterValues const& values, Direction<Icrs> const& target) {
  std::string const kind = lower(values.text("source"));
  if (kind == "none") return {};
  Angle const size = *parse_size(values.text("size"));
  Shape2d shape = PointShape{};
  if (kind == "gauss") shape = GaussianShape{size};
  if (kind == "disk") shape = DiskShape{size};
  double const norm = real_of(values, "flux") * 1e4;  // cm-2 to m-2
  double const index = real_of(values, "index");
  Spectrum spectrum = PowerLaw{norm, tev(1), index};
  if (values.is_given("cutoff"))
    spectrum = ExponentialCutoff{norm, tev(1), index, *parse_energy(values.text("cutoff"))};
  return {{values.text("target"), target, shape, spectrum}};
}

std::vector<MetRange> gaps_of(ParameterValues const& values) {
  std::vector<MetRange> out;
  for (std::string const& gap : split(values.text("gaps"), ';')) {
    std::vector<std::string> const ends = split(gap, ':');
    std::optional<double> const start = ends.size() == 2 ? number(ends[0]) : std::nullopt;
    std::optional<double> const stop = ends.size() == 2 ? number(ends[1]) : std::nullopt;
    if (!start || !stop || !(*start < *stop))
      refuse("gaps", "write start:stop in seconds, not '" + gap + "'");
    out.push_back({*start, *stop});
  }
  return out;
}

Time start_of(ParameterValues const& values) {
  auto const start = parse_time(values.text("start"), TimeScale::tt);
  if (!start || !start->absolute) refuse("start", "write a date or an MJD");
  return *start->absolute;
}

bool lists_defects(ParameterValues const& values) { return same_word(values.text("defects"), "list"); }

}  // namespace

SimulationRequest simulation_request(ParameterValues const& values) {
  SimulationRequest request;
  request.seed = static_cast<std::uint64_t>(*values.integer("seed"));
  request.instrument =
      same_word(values.text("instrument"), "cta") ? Instrument::cta_like : Instrument::hess_like;
  Direction<Icrs> const target = target_of(values);
  request.sources = sources_of(values, target);
  request.pointing.target_name = values.text("target");
  request.pointing.target = target;
  request.pointing.offset = *parse_size(values.text("offset"));
  request.runs = *values.integer("runs");
  request.first_obs_id = *values.integer("first-obs-id");
  request.start = start_of(values);
  request.run_time = seconds(60 * real_of(values, "minutes"));
  request.dead_time_fraction = real_of(values, "deadtime");
  request.zenith = *parse_size(values.text("zenith"));
  request.gaps = gaps_of(values);
  request.background_scale = real_of(values, "background");
  if (values.is_given("events-per-run")) request.events_per_run = real_of(values, "events-per-run");
  request.rows = same_word(values.text("rows"), "minimal") ? RowFormat::minimal : RowFormat::standard;
  request.truth = values.yes("truth") ? Truth::written : Truth::none;
  request.responses =
      same_word(values.text("responses"), "each") ? ResponsePlace::each_run : ResponsePlace::shared_file;
  for (std::string const& name : values.texts("defects")) request.defects.insert(plantable_defect(name));
  request.telescope = values.text("telescope");
  request.creator = creator();
  return request;
}

std::vector<BadParameter> simulation_problems(ParameterValues const& values) {
  Problems problems;
  collect(problems, "", [&] { target_of(values); });
  collect(problems, "", [&] { start_of(values); });
  collect(problems, "", [&] { gaps_of(values); });
  if (!lists_defects(values))
    for (std::string const& name : values.texts("defects"))
      collect(problems, "", [&] { plantable_defect(name); });
  return problems;
}

}  // namespace engine
