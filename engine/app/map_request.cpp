#include "engine/app/map_request.hpp"

#include <cmath>

#include "engine/app/map_centre.hpp"
#include "engine/app/requests.hpp"
#include "engine/app/target_list.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/coordinate_text.hpp"
#include "engine/io/map_geometry.hpp"
#include "engine/parameters/energy_text.hpp"

namespace engine {

namespace {

constexpr double default_width_deg = 5;
constexpr double default_emin_tev = 0.1, default_emax_tev = 100;

MapFrame frame_of(ParameterValues const& values) {
  std::string const word = values.text("frame");
  return same_word(word, "galactic") || same_word(word, "gal") ? MapFrame::galactic : MapFrame::icrs;
}

Projection projection_of(ParameterValues const& values) {
  for (Projection const p : {Projection::tan, Projection::sin, Projection::stg, Projection::zea,
                             Projection::car, Projection::ait, Projection::mol})
    if (same_word(values.text("proj"), fits_code(p))) return p;
  return Projection::other;
}

struct Size {
  int nx, ny;
};

int pixels_of(Angle width, Angle bin) {
  // 5 deg in pixels of 0.02 deg are 250 although the quotient of the doubles is a little less.
  double const n = std::max(1.0, std::ceil(width / bin - 1e-6));
  if (!(n < 2147483647.0)) throw Failure(Fault::bad_request, "width: too many pixels - use a larger bin");
  return static_cast<int>(n);
}

Size size_of(ParameterValues const& values, Angle bin) {
  auto const both = [](std::vector<std::string> const& parts, std::string const& name) {
    if (parts.size() > 2)
      throw Failure(Fault::bad_request, name + ": write one number, or two separated by a comma");
    return std::pair{parts.front(), parts.back()};
  };
  bool const by_axis = values.is_given("nxpix") || values.is_given("nypix");
  if (values.is_given("width") + values.is_given("npix") + by_axis > 1)
    throw Failure(Fault::bad_request, "width: give one of width, npix, and nxpix with nypix");
  if (by_axis) {
    std::int64_t const nx = values.integer("nxpix").value_or(0), ny = values.integer("nypix").value_or(0);
    if (nx == 0 || ny == 0) throw Failure(Fault::bad_request, "nxpix: nxpix and nypix belong together");
    return {static_cast<int>(nx), static_cast<int>(ny)};
  }
  if (values.is_given("npix")) {
    auto const [x, y] = both(values.texts("npix"), "npix");
    std::int64_t const nx = *whole_number(x), ny = *whole_number(y);
    if (nx > 2147483647 || ny > 2147483647) throw Failure(Fault::bad_request, "npix: too many pixels");
    return {static_cast<int>(nx), static_cast<int>(ny)};
  }
  if (!values.is_given("width")) {
    int const n = pixels_of(degrees(default_width_deg), bin);
    return {n, n};
  }
  auto const [x, y] = both(values.texts("width"), "width");
  return {pixels_of(*parse_size(x), bin), pixels_of(*parse_size(y), bin)};
}

struct Centre {
  std::string label;
  Angle lon, lat;  ///< in the frame of the map
};

Centre in_frame(NamedDirection const& named, MapFrame frame) {
  if (frame == MapFrame::icrs) return {named.name, named.direction.lon(), named.direction.lat()};
  Direction<Galactic> const galactic = to_galactic(named.direction);
  return {named.name, galactic.lon(), galactic.lat()};
}

Centre centre_of(ParameterValues const& values, DataSet const& set, MapFrame frame,
                 Communicator const& ranks) {
  bool const by_axis = values.is_given("xref") || values.is_given("yref");
  if (values.is_given("center") + by_axis + values.yes("usepnt") > 1)
    throw Failure(Fault::bad_request, "center: give one of center, xref with yref, and usepnt=yes");
  if (values.yes("usepnt")) return in_frame(mean_pointing(set, ranks), frame);
  if (!by_axis && !values.is_given("center")) return in_frame(natural_centre(set, ranks), frame);
  if (by_axis && !(values.is_given("xref") && values.is_given("yref")))
    throw Failure(Fault::bad_request, "xref: xref and yref belong together");
  std::string const text = by_axis ? values.text("xref") + "," + values.text("yref") : values.text("center");
  auto const pair = parse_coordinate_pair(text, frame == MapFrame::icrs);
  if (pair) return {"", pair->lon, pair->lat};
  bool const is_name = text.find_first_of("0123456789") != 0 && text.find_first_of("+-") != 0;
  if (by_axis || !is_name) throw Failure(Fault::bad_request, "center: " + pair.error());
  return in_frame(target_position(set, text, ranks), frame);
}

std::vector<MapTarget> targets_of(ParameterValues const& values, DataSet const& set,
                                  Communicator const& ranks, MapJob& job) {
  if (values.is_given("like")) {
    if (values.is_given("targets"))
      throw Failure(Fault::bad_request, "like: has a centre of its own, targets too - give one");
    return {{"", file_stem(values.text("like")),
             read_map_geometry(values.text("like"), FileNameSyntax::extended)}};
  }
  MapRequest request;
  request.frame = frame_of(values);
  request.projection = projection_of(values);
  request.bin = *parse_size(values.text("bin"));
  Size const size = size_of(values, request.bin);
  request.nx = size.nx;
  request.ny = size.ny;
  auto const at = [&](Angle lon, Angle lat) {
    MapRequest placed = request;
    placed.lon = lon;
    placed.lat = lat;
    return SkyGeometry::centred(placed);
  };
  if (values.is_given("targets")) {
    std::string const path = values.text("targets");
    std::vector<MapTarget> out;
    for (ListedTarget const& t : parse_target_list(text_of_file(path), path, request.frame))
      out.push_back({t.name, t.name, at(t.lon, t.lat)});
    return out;
  }
  Centre const centre = centre_of(values, set, request.frame, ranks);
  if (!values.is_given("center") && !values.is_given("xref"))
    job.derived.emplace_back("center",
                             shortest(in_degrees(centre.lon)) + " " + shortest(in_degrees(centre.lat)));
  return {{"", centre.label, at(centre.lon, centre.lat)}};
}

std::optional<EnergyAxis> axis_of(ParameterValues const& values) {
  if (values.is_given("ebins")) {
    if (values.is_given("enumbins"))
      throw Failure(Fault::bad_request, "ebins: give ebins or enumbins, not both");
    std::vector<Energy> edges;
    for (std::string const& text : values.texts("ebins")) edges.push_back(*parse_energy(text));
    return EnergyAxis(std::move(edges));
  }
  auto const bins = static_cast<std::size_t>(*values.integer("enumbins"));
  if (bins == 0 || same_word(values.text("ebinalg"), "NONE")) return std::nullopt;
  EnergyRange const range{
      values.is_given("emin") ? *parse_energy(values.text("emin")) : tev(default_emin_tev),
      values.is_given("emax") ? *parse_energy(values.text("emax")) : tev(default_emax_tev)};
  if (same_word(values.text("ebinalg"), "LOG")) return EnergyAxis::logarithmic(range, bins);
  return EnergyAxis::linear(range, bins);
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
  MapJob job;
  job.selection = selection_of(values, job.notes);
  job.axis = axis_of(values);
  if (job.axis) cut_to_axis(job.selection, *job.axis);
  job.targets = targets_of(values, set, ranks, job);
  job.stacked = !same_word(values.text("product"), "per-run");
  job.per_run = !same_word(values.text("product"), "stacked");
  job.fits = has(values.texts("format"), "fits");
  job.gammapy = has(values.texts("format"), "gammapy");
  if (job.gammapy && !job.axis)
    throw Failure(Fault::bad_request,
                  "format: a gammapy MapDataset needs an energy axis - give enumbins or ebins");
  std::vector<std::string> const pictures = values.texts("picture");
  for (auto const& [word, kind] : {std::pair{"png", PictureKind::png}, std::pair{"svg", PictureKind::svg},
                                   std::pair{"pdf", PictureKind::pdf}})
    if (has(pictures, word) && !has(pictures, "none")) job.pictures.push_back(kind);
  if (values.is_given("smooth")) job.smooth = *parse_size(values.text("smooth"));
  job.colour_scale = lower(values.text("scale"));
  if (values.is_given("outcube")) job.cube_name = values.text("outcube");
  if (job.cube_name && (job.targets.size() > 1 || job.per_run || !job.axis))
    throw Failure(Fault::bad_request,
                  "outcube: names one cube; this job makes several or none - use out and prefix");
  return job;
}

}  // namespace engine
