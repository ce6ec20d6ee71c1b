#include "engine/app/requests.hpp"

#include <fstream>
#include <sstream>

#include "engine/app/named_files.hpp"
#include "engine/app/request_parts.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/coordinate_text.hpp"
#include "engine/io/time_scales.hpp"
#include "engine/parameters/energy_text.hpp"

namespace engine {

namespace {

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
  NamedFiles const files(values);
  for (std::string const& text : values.texts("obs-ids")) {
    bool const is_file = !text.empty() && text[0] == '@';
    for (std::string const& word :
         is_file ? words_of_file(files.path_of("obs-ids", text.substr(1))) : std::vector<std::string>{text}) {
      if (std::optional<std::int64_t> const id = whole_number(word))
        choice.ids.push_back(*id);
      else
        problems.push_back(
            {"obs-ids", "not an OBS_ID: '" + word + "'" + (is_file ? " in " + text.substr(1) : "")});
    }
  }
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

RunChoice run_choice(ParameterValues const& values, Problems& problems) {
  RunChoice choice;
  collect(problems, "obs-ids", [&] { read_ids(values, choice, problems); });
  choice.targets = values.texts("target");
  if (values.is_given("obs-cone"))
    if (auto const n = numbers_of("obs-cone", values.text("obs-cone"), 3, 3, "lon,lat,radius", problems))
      choice.cone = Cone{direction(*n), (*n)[2]};
  bool const fov = same_word(values.text("obs-cone-type"), "fov");
  choice.cone_meaning = fov ? RunChoice::ConeMeaning::field_of_view : RunChoice::ConeMeaning::pointing;
  if (fov) choice.field_of_view = *parse_size(values.text("obs-fov"));
  read_run_window(values, choice, problems);
  return choice;
}

RunChoice run_choice(ParameterValues const& values) {
  Problems problems;
  RunChoice choice = run_choice(values, problems);
  refuse_if_any(problems);
  return choice;
}

Selection selection_of(ParameterValues const& values, std::vector<std::string>& notes, Problems& problems) {
  Selection selection;
  selection.gti = same_word(values.text("gti"), "ignore") ? GtiUse::ignore : GtiUse::apply;
  read_time(values, selection, problems);
  read_energy(values, selection, problems);
  selection.offset = angle_range(values, "offset", problems);
  selection.zenith = angle_range(values, "zenith", problems);
  read_areas(values, selection.region, problems, notes);
  if (values.is_given("where")) {
    auto expression = parse_expression(values.text("where"));
    if (expression)
      selection.where = *expression;
    else
      problems.push_back({"where", with_caret(values.text("where"), expression.error())});
  }
  return selection;
}

Selection selection_of(ParameterValues const& values, std::vector<std::string>& notes) {
  Problems problems;
  Selection selection = selection_of(values, notes, problems);
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
