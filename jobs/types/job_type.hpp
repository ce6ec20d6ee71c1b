/// What kinds of job there are: descriptions, read from `distill describe`, from files of the operator and
/// from validated proposals. Nothing of a job type is known to the code besides what stands here.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jobs {

/// One parameter, as `distill describe` writes it.
struct ParameterDescription {
  std::string name{};
  std::string
      type{};  ///< text, texts, integer, real, boolean, choice, choices, angle, energy, time, path, ...
  std::string unit{}, ucd{};
  std::optional<std::string> default_value{};
  std::optional<double> minimum{}, maximum{};
  std::vector<std::string> options{};
  std::string text{}, group{};
  std::vector<std::string> aliases{};
  bool required = false;
  bool repeatable = false;
  bool science = true;  ///< false: how to run (threads, folders): the service sets it, clients may not
  bool may_be_file =
      false;  ///< a text that could name a file on the service's machine: only uploads may be files
  std::string
      to{};  ///< of an alias: the base's parameter that it is; empty: the one of the same name; "-": none
  /// Of an alias: what its values are called in the base: {"CEL", "icrs"}. A value that is not here stays as
  /// it is.
  std::vector<std::pair<std::string, std::string>> values{};
  bool operator==(ParameterDescription const&) const = default;
};

/// A parameter whose values are data: runs, products, uploads.
struct InputDescription {
  std::string parameter{};  ///< "in": a ParameterDescription of that name exists
  std::string role{};       ///< of prov:used: "events", "exclusion_mask", "config"
  std::string content_type{};
  std::string multiplicity{"1"};  ///< "1", "0..1", "1..*"
  std::string text{};
  bool operator==(InputDescription const&) const = default;
};

struct OutputDescription {
  std::string name{}, role{};
  std::string pattern{};       ///< of file names: "counts*.fits"
  std::string content_type{};  ///< empty: told by the file name
  std::string type{"Main"};    ///< of prov:wasGeneratedBy: Main, Preview, Log, Quality
  std::string text{};
  bool operator==(OutputDescription const&) const = default;
};

struct CommandDescription {
  /// Templated: "{ra}" stands for a parameter's value, "{inputs}" and "{output}" for the folders, a word that
  /// is nothing but "{x}" vanishes with an unset x and repeats with a repeated one. No shell.
  std::vector<std::string> argv{};
  bool name_value = false;  ///< parameters follow as name=value words (the engine's way)
  bool mpi = false;         ///< may be started by a launcher on several ranks
  bool reports = false;     ///< writes <name>_report.json and progress lines as the engine does
  /// Exit status 5 after it was asked to end means: what it needs to go on is in its folder, and the same
  /// command goes on from there.
  bool resumes = false;
  bool operator==(CommandDescription const&) const = default;
};

struct ResourceDescription {
  int processes = 1, threads = 1;
  std::uint64_t memory_bytes = std::uint64_t{1} << 30;
  std::chrono::seconds time{3600};  ///< usual execution duration
  bool restartable = true;          ///< may run again after a crash
  bool operator==(ResourceDescription const&) const = default;
};

enum class TypeState { valid, pending, refused };

struct JobType {
  std::string name{}, version{}, title{}, text{};
  std::string kind{"Analysis"}, subtype{}, docurl{}, contact{};
  std::string base{};                  ///< of an alias ("ctbin"): the type that does the work
  std::vector<std::string> inherit{};  ///< of an alias: the base's parameters it takes as they are
  std::vector<std::pair<std::string, std::string>>
      set{};  ///< of an alias: the base's parameters it always sets
  /// Of an alias that is in use: what `base` names. The registry finds it, and adds what is inherited to
  /// `parameters`; inputs, outputs, command and resources are then the base's unless the alias has its own.
  std::shared_ptr<JobType const> base_type{};
  std::vector<ParameterDescription> parameters{};
  std::vector<InputDescription> inputs{};
  std::vector<OutputDescription> outputs{};
  CommandDescription command{};
  ResourceDescription resources{};
  TypeState state = TypeState::valid;
  std::string origin{};  ///< "engine", a file name, or "proposed by <user>"
  std::vector<std::string> examples{};
};

/// By name or alias; case does not matter, '_' and '-' are the same. nullptr: none.
ParameterDescription const* find_parameter(JobType const& type, std::string_view name);
/// Does this parameter name data?
InputDescription const* find_input(JobType const& type, std::string_view parameter);
/// Science parameters and inputs: what a client may give.
bool is_settable(JobType const& type, ParameterDescription const& parameter);

}  // namespace jobs
