#include "engine/io/observation_xml.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>

#include <pugixml.hpp>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/event_list_file.hpp"
#include "engine/io/hdu_in_name.hpp"

namespace engine {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 7> data_variables{"CTADATA", "CALDB",       "GAMMAPY_DATA", "HESSDATA",
                                                         "CTOOLS",  "VERITASDATA", "MAGICDATA"};

struct ParameterWord {
  std::string_view name, type;
};
constexpr std::array<ParameterWord, 4> response_parameters{{{"EffectiveArea", "aeff"},
                                                            {"PointSpreadFunction", "psf"},
                                                            {"EnergyDispersion", "edisp"},
                                                            {"Background", "bkg"}}};

[[noreturn]] void refuse(std::string const& path, std::string const& what, std::string const& remedy) {
  throw Failure(Fault::bad_data, what + ": " + path + " - " + remedy);
}

/// "$CTADATA/x" or "${CTADATA}/x" with the variable's value.
std::string with_variable(std::string const& path, std::string const& name) {
  if (!name.starts_with('$')) return name;
  bool const braces = name.starts_with("${");
  std::size_t const from = braces ? 2 : 1;
  std::size_t const to = std::min(name.find_first_of(braces ? "}" : "/", from), name.size());
  std::string const variable = name.substr(from, to - from);
  if (std::find(data_variables.begin(), data_variables.end(), variable) == data_variables.end())
    refuse(path, "variable '" + variable + "' in the file name '" + name + "' is not one for data",
           "write the path itself");
  char const* const value = std::getenv(variable.c_str());
  if (value == nullptr || *value == '\0')
    throw Failure(Fault::missing_resource, "the file name '" + name + "' needs a variable that is not set: " +
                                               path + " - set " + variable);
  return value + name.substr(std::min(braces ? to + 1 : to, name.size()));
}

HduLocation location_of(std::string const& path, std::string const& name) {
  if (name.find("://") != name.npos) refuse(path, "'" + name + "' is an address, not a file", "copy it here");
  fs::path const file = with_variable(path, name);
  return hdu_in_name((fs::path(path).parent_path() / file).lexically_normal().string());
}

pugi::xml_node parameter(pugi::xml_node observation, std::string_view name) {
  for (pugi::xml_node const node : observation.children("parameter"))
    if (name == node.attribute("name").value()) return node;
  return {};
}

std::vector<ResponseLocation> responses_of(std::string const& path, pugi::xml_node observation) {
  std::vector<ResponseLocation> out;
  for (ParameterWord const& word : response_parameters) {
    std::string const file = parameter(observation, word.name).attribute("file").value();
    if (!file.empty()) out.push_back({std::string(word.type), "", location_of(path, file)});
  }
  return out;
}

Observation observation_of(std::string const& path, pugi::xml_node node) {
  std::string const id = node.attribute("id").value(), name = node.attribute("name").value();
  std::string const file = parameter(node, "EventList").attribute("file").value();
  if (file.empty())
    refuse(path, "observation '" + (id.empty() ? name : id) + "' has no EventList",
           "only unbinned event lists can be read; take it out or name its event file");
  Observation run;
  run.events = location_of(path, file);
  if (std::optional<std::int64_t> const number = whole_number(id)) {
    run.id = *number;
  } else {
    std::vector<Observation> const there = observations_in_file(run.events);
    if (there.size() != 1)
      refuse(path, run.events.file + " has " + std::to_string(there.size()) + " event lists",
             "name one as FILE[NAME], or give the observation a numeric id");
    run = there.front();
  }
  run.index_file = path;
  run.responses = responses_of(path, node);
  return run;
}

}  // namespace

DataSet read_observation_xml(std::string const& path) {
  pugi::xml_document document;
  pugi::xml_parse_result const parsed = document.load_file(path.c_str());
  if (!parsed)
    refuse(path,
           "cannot read XML (" + std::string(parsed.description()) + " at byte " +
               std::to_string(parsed.offset) + ")",
           "correct the file");
  pugi::xml_node const list = document.child("observation_list");
  if (!list)
    refuse(path, "not an observation definition: there is no <observation_list>", "is it another XML?");
  DataSet out;
  std::size_t calibrations = 0;
  for (pugi::xml_node const node : list.children("observation")) {
    out.observations.push_back(observation_of(path, node));
    calibrations += parameter(node, "Calibration") ? 1U : 0U;
  }
  if (out.observations.empty()) refuse(path, "the observation list is empty", "add <observation> elements");
  if (calibrations > 0)
    out.notes.push_back(path + ": the calibration database entries of " + std::to_string(calibrations) +
                        " observation(s) are not followed; name response files where responses are needed");
  return out;
}

}  // namespace engine
