/// Prints what the engine makes of response tables, for the referees in tests/python to compare.
///
///   responses_dump FILE HDU QUESTION < points      one line of numbers in, one line of numbers out
///   responses_dump --set FOLDER                    the responses of each run, as the store gives them
///
/// Questions and their points (TeV, deg): area E offset; dispersion E offset; matrix offset points-per-bin
/// n E0..En m E0..Em; profile E offset r; containment E offset r; radius E offset fraction; rate E lon lat;
/// bands lon lat table|edges n E0..En; rad_max E offset; field ra dec of pointing and target (no file);
/// altaz: the same, with the zenith's ra dec in front; zenith mjd (UTC) longitude latitude of a site (no
/// file).
#include <cstdio>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/data_set.hpp"
#include "engine/io/response_store.hpp"
#include "engine/io/time_scales.hpp"
#include "engine/io/time_zenith.hpp"
#include "engine/responses/background_bands.hpp"

namespace {

using namespace engine;

void print(std::vector<double> const& values) {
  for (std::size_t i = 0; i < values.size(); ++i) std::printf("%s%.17g", i == 0 ? "" : " ", values[i]);
  std::printf("\n");
}

class Line {
 public:
  explicit Line(std::string const& text) : in_(text) {}
  double number() {
    std::optional<double> const value = engine::number(word());
    if (!value) throw Failure(Fault::bad_request, "a number is missing in the line");
    return *value;
  }
  Angle angle() { return degrees(number()); }
  std::string word() {
    std::string out;
    in_ >> out;
    return out;
  }
  EnergyAxis axis() {
    auto const bins = static_cast<std::size_t>(number());
    std::vector<Energy> edges;
    for (std::size_t i = 0; i <= bins; ++i) edges.push_back(tev(number()));
    return EnergyAxis(std::move(edges));
  }

 private:
  std::istringstream in_;
};

std::vector<double> in_degrees_all(std::vector<double> radians_all) {
  for (double& value : radians_all) value = in_degrees(radians(value));
  return radians_all;
}

FieldPosition place(Angle lon, Angle lat) {
  auto const forward = Direction<Icrs>::at(degrees(0), degrees(0));
  return FieldFrame::radec(forward).of(Direction<Icrs>::at(lon, lat));
}

struct Answer {
  std::string const& question;
  Line& line;

  std::vector<double> operator()(std::shared_ptr<AreaResponse const> const& area) const {
    double const energy = line.number();
    std::vector<double> out(1);
    area->m2(line.angle(), GridPositions(area->energy_tev(), {&energy, 1}), out);
    return out;
  }

  std::vector<double> operator()(std::shared_ptr<DispersionResponse const> const& dispersion) const {
    if (question == "dispersion") {
      Energy const energy = tev(line.number());
      std::vector<double> out(dispersion->migration().size());
      dispersion->density(line.angle(), energy, out);
      return out;
    }
    Angle const offset = line.angle();
    auto const points = static_cast<std::size_t>(line.number());
    EnergyAxis const truth = line.axis(), reco = line.axis();
    std::vector<double> out(truth.bins() * reco.bins());
    dispersion_matrix(*dispersion, offset, truth, reco, out, {.points_per_bin = points});
    return out;
  }

  std::vector<double> operator()(std::shared_ptr<PointSpread const> const& psf) const {
    double const energy = line.number();
    Angle const offset = line.angle();
    std::vector<double> out(1);
    GridPositions const at(energy_tev_of(*psf), {&energy, 1});
    if (question == "radius") {
      psf_containment_radius(*psf, offset, at, line.number(), out);
      return in_degrees_all(out);
    }
    double const radius = in_radians(line.angle());
    if (question == "profile")
      psf_profile(*psf, offset, tev(energy), {&radius, 1}, out);
    else
      psf_containment(*psf, offset, at, {&radius, 1}, out);
    return out;
  }

  std::vector<double> operator()(std::shared_ptr<Background const> const& background) const {
    if (question == "rate") {
      double const energy = line.number();
      Angle const lon = line.angle();
      std::vector<double> out(1);
      background_rates(*background, place(lon, line.angle()),
                       GridPositions(energy_tev_of(*background), {&energy, 1}), out);
      return out;
    }
    Angle const lon = line.angle(), lat = line.angle();
    BandPoints const points = line.word() == "edges" ? BandPoints::edges : BandPoints::table;
    BackgroundBands bands(*background, line.axis(), points);
    std::vector<double> out(bands.bins());
    bands.rates(place(lon, lat), out);
    return out;
  }

  std::vector<double> operator()(std::shared_ptr<RadMaxResponse const> const& rad_max) const {
    double const energy = line.number();
    std::vector<double> out(1);
    rad_max->radius(line.angle(), GridPositions(rad_max->energy_tev(), {&energy, 1}), out);
    return in_degrees_all(out);
  }
};

/// Questions that need no file.
std::vector<double> zenith_of(Line& line) {
  Time const time = time_from_mjd(line.number(), 0, TimeScale::utc);
  Angle const longitude = line.angle();
  Direction<Icrs> const zenith = zenith_at(time, longitude, line.angle());
  return {in_degrees(zenith.lon()), in_degrees(zenith.lat())};
}

std::vector<double> field_of(Line& line, bool altaz) {
  auto const direction = [&] {
    Angle const lon = line.angle();
    return Direction<Icrs>::at(lon, line.angle());
  };
  auto const zenith = altaz ? direction() : Direction<Icrs>::at(degrees(0), degrees(90));
  auto const pointing = direction();
  FieldFrame const frame = altaz ? FieldFrame::altaz(pointing, zenith) : FieldFrame::radec(pointing);
  FieldPosition const at = frame.of(direction());
  return {in_degrees(at.lon), in_degrees(at.lat), in_degrees(at.offset)};
}

void answer_all(std::string const& path, std::string const& hdu, std::string const& question) {
  std::optional<LoadedResponse> response;
  if (question != "field" && question != "altaz" && question != "zenith") {
    FitsFile file = FitsFile::open(path);
    std::optional<int> const number = file.find_hdu(hdu);
    if (!number) throw Failure(Fault::bad_request, path + " has no HDU " + hdu);
    response = read_response(file, *number, "");
    for (std::string const& mend : response->mends) std::fprintf(stderr, "%s\n", mend.c_str());
  }
  for (std::string text; std::getline(std::cin, text);) {
    Line line(text);
    if (response)
      print(std::visit(Answer{question, line}, response->value));
    else
      print(question == "zenith" ? zenith_of(line) : field_of(line, question == "altaz"));
  }
}

void print_set(std::string const& folder) {
  ResponseStore store;
  for (Observation const& run : open_data_set({folder}, FileNameSyntax::literal).observations) {
    FitsFile events = FitsFile::open(run.events.file);
    ResponsesOfRun const responses = store.of(run, events);
    for (UsedResponse const& used : responses.used)
      std::printf("%ld\t%s\t%s\t%s\t%s\t%s\n", static_cast<long>(run.id), used.table.role.c_str(),
                  used.table.hdu.c_str(), used.table.datasum.c_str(), used.content_sum.c_str(),
                  used.table.file.c_str());
    std::printf("%ld\tenclosure\t%s\trad_max\t%s\n", static_cast<long>(run.id),
                responses.values.enclosure == Enclosure::full ? "full" : "point-like",
                !responses.values.rad_max              ? "none"
                : responses.values.rad_max->is_fixed() ? "fixed"
                                                       : "table");
    for (std::string const& note : responses.notes)
      std::printf("%ld\tnote\t%s\n", static_cast<long>(run.id), note.c_str());
  }
  std::printf("read\t%zu\n", store.tables_read());
}

}  // namespace

int main(int argc, char** argv) try {
  std::vector<std::string> const words(argv + 1, argv + argc);
  if (words.size() == 2 && words[0] == "--set") {
    print_set(words[1]);
  } else if (words.size() == 3) {
    answer_all(words[0], words[1], words[2]);
  } else {
    std::fprintf(stderr, "responses_dump FILE HDU QUESTION, or --set FOLDER\n");
    return 2;
  }
  return 0;
} catch (Failure const& failure) {
  std::fprintf(stderr, "%s\n", failure.what());
  return row_of(failure.fault()).exit_status;
}
