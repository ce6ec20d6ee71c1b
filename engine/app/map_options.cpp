#include "engine/app/map_options.hpp"

#include <algorithm>
#include <cmath>

#include "engine/app/named_files.hpp"
#include "engine/app/request_parts.hpp"
#include "engine/app/requests.hpp"
#include "engine/app/target_list.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/coordinate_text.hpp"
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

}  // namespace

MapRequest map_grid(ParameterValues const& values) {
  MapRequest request;
  request.frame = frame_of(values);
  request.projection = projection_of(values);
  request.bin = *parse_size(values.text("bin"));
  Size const size = size_of(values, request.bin);
  request.nx = size.nx;
  request.ny = size.ny;
  return request;
}

MapCentreRequest centre_request(ParameterValues const& values) {
  using How = MapCentreRequest::How;
  bool const by_axis = values.is_given("xref") || values.is_given("yref");
  if (values.is_given("center") + by_axis + values.yes("usepnt") > 1)
    throw Failure(Fault::bad_request, "center: give one of center, xref with yref, and usepnt=yes");
  if (values.yes("usepnt")) return {.how = How::pointing};
  if (!by_axis && !values.is_given("center")) return {};
  if (by_axis && !(values.is_given("xref") && values.is_given("yref")))
    throw Failure(Fault::bad_request, "xref: xref and yref belong together");
  std::string const text = by_axis ? values.text("xref") + "," + values.text("yref") : values.text("center");
  auto const pair = parse_coordinate_pair(text, frame_of(values) == MapFrame::icrs);
  if (pair) return {.how = How::position, .lon = pair->lon, .lat = pair->lat};
  bool const is_name = text.find_first_of("0123456789") != 0 && text.find_first_of("+-") != 0;
  if (by_axis || !is_name) throw Failure(Fault::bad_request, "center: " + pair.error());
  return {.how = How::target, .target = text};
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

namespace {

bool wants(ParameterValues const& values, std::string const& list, std::string const& word) {
  std::vector<std::string> const words = values.texts(list);
  return std::any_of(words.begin(), words.end(), [&](std::string const& w) { return same_word(w, word); });
}

void check_products(ParameterValues const& values, bool has_axis) {
  if (wants(values, "format", "gammapy") && !has_axis)
    throw Failure(Fault::bad_request,
                  "format: a gammapy MapDataset needs an energy axis - give enumbins or ebins");
  bool const per_run = !same_word(values.text("product"), "stacked");
  if (values.is_given("outcube") && (per_run || !has_axis))
    throw Failure(Fault::bad_request,
                  "outcube: names one cube; this job makes several or none - use out and prefix");
}

void check_places(ParameterValues const& values) {
  NamedFiles const files(values);
  if (values.is_given("like") && values.is_given("targets"))
    throw Failure(Fault::bad_request, "like: has a centre of its own, targets too - give one");
  if (values.is_given("like")) files.path_of("like", values.text("like"));
  if (!values.is_given("targets")) return;
  std::string const name = values.text("targets");
  parse_target_list(text_of_file(files.path_of("targets", name)), name, frame_of(values));
}

}  // namespace

std::vector<BadParameter> map_problems(ParameterValues const& values) {
  Problems problems;
  bool has_axis = true;  // where the axis itself is wrong, nothing more is said about it
  collect(problems, "", [&] { has_axis = axis_of(values).has_value(); });
  collect(problems, "", [&] { check_places(values); });
  if (!values.is_given("like")) {
    collect(problems, "", [&] { map_grid(values); });
    if (!values.is_given("targets")) collect(problems, "", [&] { centre_request(values); });
  }
  collect(problems, "", [&] { check_products(values, has_axis); });
  return problems;
}

}  // namespace engine
