#include "engine/app/named_files.hpp"
#include "engine/app/request_parts.hpp"
#include "engine/app/requests.hpp"
#include "engine/base/text.hpp"
#include "engine/io/coordinate_text.hpp"
#include "engine/io/ds9_region.hpp"

namespace engine {

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

Direction<Icrs> direction(std::vector<Angle> const& numbers) {
  return Direction<Icrs>::at(numbers[0], numbers[1]);
}

namespace {

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
  NamedFiles const files(values);
  bool const is_file = text.find('(') == text.npos || files.is_file(text);
  RegionText const text_and_notes = is_file
                                        ? parse_ds9_file(text_of_file(files.path_of("region", text)), text)
                                        : parse_region_shapes(text, "region");
  Region const& parsed = text_and_notes.region;
  notes.insert(notes.end(), text_and_notes.notes.begin(), text_and_notes.notes.end());
  // Cuts are joined by "and" everywhere else; a union of areas from two parameters would surprise.
  if (!region.include.empty() && !parsed.include.empty())
    problems.push_back(
        {"region", "includes an area and so does another parameter - write all shapes into region="});
  region.include.insert(region.include.end(), parsed.include.begin(), parsed.include.end());
  region.exclude.insert(region.exclude.end(), parsed.exclude.begin(), parsed.exclude.end());
}

}  // namespace

void read_areas(ParameterValues const& values, Region& region, Problems& problems,
                std::vector<std::string>& notes) {
  read_shapes(values, region, problems);
  read_ctools_cone(values, region, problems);
  collect(problems, "", [&] { read_polygon(values, region); });
  if (region.include.size() > 1)
    problems.push_back(
        {"cone", "give one of cone, annulus, box, polygon - or write all shapes into region="});
  collect(problems, "", [&] { read_region(values, region, problems, notes); });
}

}  // namespace engine
