#include "engine/app/map_request.hpp"

#include <algorithm>

#include "engine/app/map_centre.hpp"
#include "engine/app/map_options.hpp"
#include "engine/app/named_files.hpp"
#include "engine/app/requests.hpp"
#include "engine/app/target_list.hpp"
#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/coordinate_text.hpp"
#include "engine/io/map_geometry.hpp"

namespace engine {

namespace {

struct Centre {
  std::string label;
  Angle lon, lat;  ///< in the frame of the map
};

Centre in_frame(NamedDirection const& named, MapFrame frame) {
  if (frame == MapFrame::icrs) return {named.name, named.direction.lon(), named.direction.lat()};
  Direction<Galactic> const galactic = to_galactic(named.direction);
  return {named.name, galactic.lon(), galactic.lat()};
}

Centre centre_of(MapCentreRequest const& wanted, DataSet const& set, MapFrame frame,
                 Communicator const& ranks) {
  switch (wanted.how) {
    case MapCentreRequest::How::natural: return in_frame(natural_centre(set, ranks), frame);
    case MapCentreRequest::How::pointing: return in_frame(mean_pointing(set, ranks), frame);
    case MapCentreRequest::How::position: return {"", wanted.lon, wanted.lat};
    case MapCentreRequest::How::target: return in_frame(target_position(set, wanted.target, ranks), frame);
  }
  contract_broken("every way to give a centre is known", __FILE__, __LINE__);
}

std::vector<MapTarget> targets_of(ParameterValues const& values, DataSet const& set,
                                  Communicator const& ranks, MapJob& job) {
  NamedFiles const files(values);
  if (values.is_given("like"))
    return {{"", file_stem(values.text("like")),
             read_map_geometry(files.path_of("like", values.text("like")), files.syntax())}};
  MapRequest const request = map_grid(values);
  auto const at = [&](Angle lon, Angle lat) {
    MapRequest placed = request;
    placed.lon = lon;
    placed.lat = lat;
    return SkyGeometry::centred(placed);
  };
  if (values.is_given("targets")) {
    std::string const name = values.text("targets");
    std::string const text = text_of_file(files.path_of("targets", name));
    std::vector<MapTarget> out;
    for (ListedTarget const& t : parse_target_list(text, name, request.frame))
      out.push_back({t.name, t.name, at(t.lon, t.lat)});
    return out;
  }
  MapCentreRequest const wanted = centre_request(values);
  Centre const centre = centre_of(wanted, set, request.frame, ranks);
  if (!values.is_given("center") && !values.is_given("xref"))
    job.derived.emplace_back("center",
                             shortest(in_degrees(centre.lon)) + " " + shortest(in_degrees(centre.lat)));
  return {{"", centre.label, at(centre.lon, centre.lat)}};
}

/// Events outside the axis fall on no plane: saying so as a cut keeps the cut flow equal to the map.
void cut_to_axis(Selection& selection, EnergyAxis const& axis) {
  EnergyWindow window = selection.energy.value_or(EnergyWindow{});
  window.min = std::max(window.min.value_or(axis.edges().front()), axis.edges().front());
  window.max = std::min(window.max.value_or(axis.edges().back()), axis.edges().back());
  selection.energy = window;
}

bool has(std::vector<std::string> const& words, std::string const& word) {
  return std::any_of(words.begin(), words.end(), [&](std::string const& w) { return same_word(w, word); });
}

}  // namespace

MapJob map_job(ParameterValues const& values, DataSet const& set, Communicator const& ranks) {
  refuse_if_any(map_problems(values));
  MapJob job;
  job.selection = selection_of(values, job.notes);
  job.axis = axis_of(values);
  if (job.axis) cut_to_axis(job.selection, *job.axis);
  job.targets = targets_of(values, set, ranks, job);
  job.stacked = !same_word(values.text("product"), "per-run");
  job.per_run = !same_word(values.text("product"), "stacked");
  job.fits = has(values.texts("format"), "fits");
  job.gammapy = has(values.texts("format"), "gammapy");
  std::vector<std::string> const pictures = values.texts("picture");
  for (auto const& [word, kind] : {std::pair{"png", PictureKind::png}, std::pair{"svg", PictureKind::svg},
                                   std::pair{"pdf", PictureKind::pdf}})
    if (has(pictures, word) && !has(pictures, "none")) job.pictures.push_back(kind);
  if (values.is_given("smooth")) job.smooth = *parse_size(values.text("smooth"));
  job.colour_scale = lower(values.text("scale"));
  if (values.is_given("outcube")) job.cube_name = values.text("outcube");
  if (job.cube_name && job.targets.size() > 1)
    throw Failure(Fault::bad_request, "outcube: names one cube; this job makes several - use out and prefix");
  return job;
}

}  // namespace engine
