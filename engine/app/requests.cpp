#include "engine/app/requests.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/coordinate_text.hpp"
#include "engine/io/ds9_region.hpp"
#include "engine/io/time_scales.hpp"
#include "engine/parameters/energy_text.hpp"

namespace engine {

namespace {

using Problems = std::vector<BadParameter>;

/// Words of a list file: lines, '#' comments, commas or blanks between.
std::vector<std::string> words_of_file(std::string const& path) {
  std::istringstream lines(text_of_file(path));
  std::vector<std::string> out;
  for (std::string line; std::getline(lines, line);) {
    line.resize(std::min(line.find('#'), line.size()));
    for (char& c : line)
      if (c == ',' || c == '\t') c = ' ';
    for (std::string& word : split(trimmed(line), ' '))
      if (!word.empty()) out.push_back(std::move(word));
  }
  return out;
}

void read_ids(ParameterValues const& values, RunChoice& choice, Problems& problems) {
  for (std::string const& text : values.texts("obs-ids")) {
    bool const is_file = !text.empty() && text[0] == '@';
    for (std::string const& word : is_file ? words_of_file(text.substr(1)) : std::vector<std::string>{text}) {
      if (std::optional<std::int64_t> const id = whole_number(word))
        choice.ids.push_back(*id);
      else
        problems.push_back(
            {"obs-ids", "not an OBS_ID: '" + word + "'" + (is_file ? " in " + text.substr(1) : "")});
    }
  }
}

/// The parts of "lon,lat,size,...": a longitude (degrees, or sexagesimal hours), a latitude, then sizes.
std::optional<std::vector<Angle>> numbers_of(std::string const& name, std::string const& text,
                                             std::size_t fewest, std::size_t most, std::string const& form,
                                             Problems& problems) {
  std::vector<std::string> const parts = split(text, ',');
  if (parts.size() < fewest || parts.size() > most) {
    problems.push_back({name, "write " + form + ", not '" + text + "'"});
    return std::nullopt;
  }
  std::vector<Angle> out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto const value = i == 0   ? parse_coordinate(parts[i], Coordinate::right_ascension)
                       : i == 1 ? parse_coordinate(parts[i], Coordinate::latitude)
                       : i < 4  ? parse_size(parts[i])
                                : parse_rotation(parts[i]);
    if (!value) {
      problems.push_back({name, with_caret(parts[i], value.error())});
      return std::nullopt;
    }
    out.push_back(*value);
  }
  return out;
}

std::optional<TimePoint> time_of(std::string const& name, std::string const& text, Problems& problems) {
  auto const parsed = parse_time(text, TimeScale::tt);
  if (parsed) return *parsed;
  problems.push_back({name, parsed.error()});
  return std::nullopt;
}

void read_run_window(ParameterValues const& values, RunChoice& choice, Problems& problems) {
  if (!values.is_given("obs-time")) return;
  std::vector<std::string> const ends = split(values.text("obs-time"), ',');
  if (ends.size() != 2) {
    problems.push_back({"obs-time", "write start,stop"});
    return;
  }
  auto const start = time_of("obs-time", ends[0], problems), stop = time_of("obs-time", ends[1], problems);
  if ((start && !start->absolute) || (stop && !stop->absolute))
    problems.push_back({"obs-time", "runs are chosen by absolute time, not by met:"});
  else if (start && stop && !(*start->absolute < *stop->absolute))
    problems.push_back({"obs-time", "the start is not before the stop"});
  else if (start && stop)
    choice.start = start->absolute, choice.stop = stop->absolute;
}

void read_time(ParameterValues const& values, Selection& selection, Problems& problems) {
  TimeWindow window;
  auto const read_end = [&](std::string const& name, std::optional<Time>& absolute,
                            std::optional<double>& met) {
    if (!values.is_given(name)) return;
    if (auto const point = time_of(name, values.text(name), problems)) {
      absolute = point->absolute;
      met = point->met_s;
    }
  };
  read_end("tmin", window.start, window.met_start_s);
  read_end("tmax", window.stop, window.met_stop_s);
  bool const empty = (window.start && window.stop && !(*window.start < *window.stop)) ||
                     (window.met_start_s && window.met_stop_s && !(*window.met_start_s < *window.met_stop_s));
  if (empty) problems.push_back({"tmin", "is not before tmax"});
  if (values.is_given("tmin") || values.is_given("tmax")) selection.time = window;
}

void read_energy(ParameterValues const& values, Selection& selection, Problems& problems) {
  EnergyWindow window;
  if (values.is_given("emin")) window.min = *parse_energy(values.text("emin"));
  if (values.is_given("emax")) window.max = *parse_energy(values.text("emax"));
  if (window.min && window.max && !(*window.min < *window.max))
    problems.push_back({"emin", "is not below emax"});
  if (window.min || window.max) selection.energy = window;
}

std::optional<AngleRange> angle_range(ParameterValues const& values, std::string const& what,
                                      Problems& problems) {
  std::string const low = what + "-min", high = what + "-max";
  if (!values.is_given(low) && !values.is_given(high)) return std::nullopt;
  AngleRange range{degrees(0), degrees(181)};  // beyond the largest angle there is: an open end
  if (values.is_given(low)) range.min = *parse_size(values.text(low));
  if (values.is_given(high)) range.max = *parse_size(values.text(high));
  if (!(range.min < range.max)) problems.push_back({low, "is not below " + high});
  return range;
}

Direction<Icrs> direction(std::vector<Angle> const& numbers) {
  return Direction<Icrs>::at(numbers[0], numbers[1]);
}

void read_shapes(ParameterValues const& values, Region& region, Problems& problems) {
  if (values.is_given("cone"))
    if (auto const n = numbers_of("cone", values.text("cone"), 3, 3, "lon,lat,radius", problems))
      region.include.push_back(Cone{direction(*n), (*n)[2]});
  if (values.is_given("annulus"))
    if (auto const n = numbers_of("annulus", values.text("annulus"), 4, 4, "lon,lat,inner,outer", problems)) {
      if (!((*n)[2] < (*n)[3]))
        problems.push_back({"annulus", "the inner radius is not below the outer one"});
      region.include.push_back(Annulus{direction(*n), (*n)[2], (*n)[3]});
    }
  if (values.is_given("box"))
    if (auto const n =
            numbers_of("box", values.text("box"), 4, 5, "lon,lat,width,height[,angle]", problems)) {
      if (!((*n)[2] < degrees(180)) || !((*n)[3] < degrees(180)))
        problems.push_back({"box", "must be narrower than 180 deg"});
      region.include.push_back(Box{direction(*n), (*n)[2], (*n)[3], n->size() > 4 ? (*n)[4] : Angle{}});
    }
}

/// The three of ctselect; all or none.
void read_ctools_cone(ParameterValues const& values, Region& region, Problems& problems) {
  if (find_parameter(values.command(), "rad") == nullptr) return;
  bool const any = values.is_given("ra") || values.is_given("dec") || values.is_given("rad");
  bool const all = values.is_given("ra") && values.is_given("dec") && values.is_given("rad");
  if (any && !all) problems.push_back({"rad", "ra, dec and rad belong together"});
  if (!all) return;
  std::string const text = values.text("ra") + "," + values.text("dec") + "," + values.text("rad");
  if (auto const n = numbers_of("ra", text, 3, 3, "ra dec rad", problems))
    region.include.push_back(Cone{direction(*n), (*n)[2]});
}

void read_polygon(ParameterValues const& values, Region& region) {
  if (!values.is_given("polygon")) return;
  Region const parsed = parse_region_shapes("polygon(" + values.text("polygon") + ")", "polygon").region;
  region.include.insert(region.include.end(), parsed.include.begin(), parsed.include.end());
}

void read_region(ParameterValues const& values, Region& region, Problems& problems,
                 std::vector<std::string>& notes) {
  if (!values.is_given("region")) return;
  std::string const text = values.text("region");
  // A text with a bracket is shapes, unless there is a file of that very name.
  bool const is_file = text.find('(') == text.npos || std::filesystem::is_regular_file(text);
  RegionText const text_and_notes =
      is_file ? parse_ds9_file(text_of_file(text), text) : parse_region_shapes(text, "region");
  Region const& parsed = text_and_notes.region;
  notes.insert(notes.end(), text_and_notes.notes.begin(), text_and_notes.notes.end());
  // Cuts are joined by "and" everywhere else; a union of areas from two parameters would surprise.
  if (!region.include.empty() && !parsed.include.empty())
    problems.push_back(
        {"region", "includes an area and so does another parameter - write all shapes into region="});
  region.include.insert(region.include.end(), parsed.include.begin(), parsed.include.end());
  region.exclude.insert(region.exclude.end(), parsed.exclude.begin(), parsed.exclude.end());
}

void read_areas(ParameterValues const& values, Region& region, Problems& problems,
                std::vector<std::string>& notes) {
  read_shapes(values, region, problems);
  read_ctools_cone(values, region, problems);
  read_polygon(values, region);
  if (region.include.size() > 1)
    problems.push_back(
        {"cone", "give one of cone, annulus, box, polygon - or write all shapes into region="});
  read_region(values, region, problems, notes);
}

/// A mistake in a part becomes one of the problems, so that a single answer names every mistake. A file that
/// is not there is none of the request's mistakes.
template <class Part>
void collect(Problems& problems, std::string const& name, Part part) {
  try {
    part();
  } catch (Failure const& failure) {
    if (failure.fault() != Fault::bad_request) throw;
    problems.push_back({name, failure.what()});
  }
}

}  // namespace

std::string text_of_file(std::string const& path) {
  std::ifstream in(path);
  if (!in) throw Failure(Fault::missing_resource, "cannot open: " + path + " - check the name");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void refuse_if_any(std::vector<BadParameter> const& problems) {
  if (!problems.empty()) throw Failure(Fault::bad_request, text_of(problems));
}

RunChoice run_choice(ParameterValues const& values) {
  RunChoice choice;
  Problems problems;
  collect(problems, "obs-ids", [&] { read_ids(values, choice, problems); });
  choice.targets = values.texts("target");
  if (values.is_given("obs-cone"))
    if (auto const n = numbers_of("obs-cone", values.text("obs-cone"), 3, 3, "lon,lat,radius", problems))
      choice.cone = Cone{direction(*n), (*n)[2]};
  bool const fov = same_word(values.text("obs-cone-type"), "fov");
  choice.cone_meaning = fov ? RunChoice::ConeMeaning::field_of_view : RunChoice::ConeMeaning::pointing;
  if (fov) choice.field_of_view = *parse_size(values.text("obs-fov"));
  read_run_window(values, choice, problems);
  refuse_if_any(problems);
  return choice;
}

Selection selection_of(ParameterValues const& values, std::vector<std::string>& notes) {
  Selection selection;
  Problems problems;
  selection.gti = same_word(values.text("gti"), "ignore") ? GtiUse::ignore : GtiUse::apply;
  read_time(values, selection, problems);
  read_energy(values, selection, problems);
  selection.offset = angle_range(values, "offset", problems);
  selection.zenith = angle_range(values, "zenith", problems);
  collect(problems, "", [&] { read_areas(values, selection.region, problems, notes); });
  if (values.is_given("where")) {
    auto expression = parse_expression(values.text("where"));
    if (expression)
      selection.where = *expression;
    else
      problems.push_back({"where", with_caret(values.text("where"), expression.error())});
  }
  refuse_if_any(problems);
  return selection;
}

DataSet chosen_runs(ParameterValues const& values) {
  RunChoice const choice = run_choice(values);
  return choose_runs(open_data_set(values.repeated("in"), FileNameSyntax::extended), choice);
}

Result<CoordinatePair, std::string> parse_coordinate_pair(std::string_view text, bool is_right_ascension) {
  std::string const whole(trimmed(text));
  std::vector<std::string> parts = split(whole, ',');
  if (parts.size() == 1) {
    // "05 34 31.94 +22 00 52.2" has its second coordinate at the middle of its words.
    std::vector<std::string> words = split(whole, ' ');
    std::erase_if(words, [](std::string const& w) { return w.empty(); });
    if (words.empty() || words.size() % 2 != 0) return "write two coordinates, not '" + whole + "'";
    parts.assign(2, "");
    for (std::size_t i = 0; i < words.size(); ++i)
      parts[2 * i / words.size()] += (parts[2 * i / words.size()].empty() ? "" : " ") + words[i];
  }
  if (parts.size() != 2) return "write two coordinates, not '" + whole + "'";
  auto const lon =
      parse_coordinate(parts[0], is_right_ascension ? Coordinate::right_ascension : Coordinate::longitude);
  if (!lon) return with_caret(parts[0], lon.error());
  auto const lat = parse_coordinate(parts[1], Coordinate::latitude);
  if (!lat) return with_caret(parts[1], lat.error());
  return CoordinatePair{*lon, *lat};
}

}  // namespace engine
