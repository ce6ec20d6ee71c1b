/// The parameters of the subcommands as data. Help, parsing, validation, job files and `distill describe` all
/// come from these tables; nothing about a parameter is written down anywhere else.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

/// What a value's text must be. Lists are separated by commas (coordinates inside them by blanks or commas).
enum class ValueType {
  text,     ///< anything
  path,     ///< a file or folder name
  boolean,  ///< yes/no, true/false, 1/0
  integer,
  real,
  choice,       ///< one of `options`, any case
  choices,      ///< some of `options`, comma separated
  angle,        ///< a number with an optional unit: 0.5, 0.5deg, 30arcmin, 10arcsec
  energy,       ///< a number with an optional unit: 0.5, 500GeV
  time,         ///< MJD, ISO 8601 with scale, or met:<seconds>
  coordinate,   ///< one coordinate of a direction: degrees or sexagesimal
  coordinates,  ///< several, with a size at the end where the text says so
  integers,
  reals,
  angles,
  energies,
  texts
};
std::string_view word_of(ValueType type);  ///< "real", ...; part of the JSON of `distill describe`

/// `science` parameters are the recipe of a product; `run` ones (threads, where to write, ...) never change a
/// bit of it.
enum class Concern { science, run };

struct Parameter {
  std::string name;  ///< lower case with dashes; underscores are accepted for them
  ValueType type = ValueType::text;
  std::string unit = {};                     ///< of numbers without one
  std::optional<std::string> fallback = {};  ///< the default as a person would type it; nothing: not set
  std::string text = {};                     ///< one sentence or two for help and forms
  std::vector<std::string> options = {};     ///< of choices
  std::optional<double> min = {}, max = {};  ///< of numbers, in `unit`; inclusive
  std::vector<std::string> aliases = {};     ///< ctools' and gammapy's names for the same thing
  std::string group = {};                    ///< heading in help and forms
  Concern concern = Concern::science;
  bool repeatable = false;  ///< may be given several times
  bool flag = false;        ///< boolean that stands alone: --json
  bool required = false;
  std::string ucd = {};      ///< what it measures, UCD1+ (IVOA)
  bool may_be_file = false;  ///< a value can name a file on this machine; see files=
};

/// A parameter whose values are data, as usage descriptions have it (IVOA ProvenanceDM 1.0, section 3.3).
struct CommandInput {
  std::string parameter, role, content_type;
  std::string multiplicity = "1";  ///< "1", "0..1", "1..*"
  std::string text = {};
};

/// A product, as generation descriptions have it.
struct CommandOutput {
  std::string name, role;
  std::string pattern;  ///< of names below the output folder: "*counts.fits"
  std::string content_type;
  std::string type = "Main";  ///< Main, Preview, Log
  std::string text = {};
};

/// What a job of usual size takes; its plan (dry-run) knows better.
struct CommandResources {
  int processes = 1, threads = 1;
  std::uint64_t memory_bytes = std::uint64_t{2} << 30;
  int time_s = 3600;
  bool restartable = true;  ///< a second try does no harm: nothing half-written is left behind
};

struct Command {
  std::string name;
  std::string summary;  ///< one line
  std::string text;     ///< a paragraph for --help
  std::vector<Parameter> parameters = {};
  std::optional<std::string> positional = {};  ///< the parameter that bare words are values of
  std::vector<std::string> examples = {};
  bool is_job = false;            ///< a job type of the service: `distill describe` lists it
  std::string kind = "Analysis";  ///< Selection, Reduction, Simulation, ...: type of the ActivityDescription
  std::vector<CommandInput> inputs = {};
  std::vector<CommandOutput> outputs = {};
  CommandResources resources = {};
  bool uses_ranks = false;  ///< may be started by an MPI launcher
};

std::vector<Command> const& commands();
Command const* find_command(std::string_view name);

/// By name or alias; '_' and '-' are the same, case does not matter.
Parameter const* find_parameter(Command const& command, std::string_view name);

}  // namespace engine
