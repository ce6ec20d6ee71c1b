/// A job: what was asked, by whom, how far it is, and what came of it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "jobs/instant.hpp"
#include "jobs/phase.hpp"

namespace jobs {

using JobId = std::string;  ///< made by new_job_id() only; see ids.hpp

struct Parameter {
  std::string name;           ///< spelt as the job's type declares it
  std::string value{};        ///< the text; of an upload the file name that the client gave
  bool by_reference = false;  ///< `value` is a URL at which the value is found
  std::string file{};         ///< of an upload: where its bytes are, relative to the job's directory
  std::string mime_type{};    ///< of an upload, as the client gave it
  bool operator==(Parameter const&) const = default;
};

struct ResultLink {
  std::string id;                      ///< unique in the job; a safe path segment
  std::string path{};                  ///< relative to the job's result directory, or empty
  std::string href{};                  ///< elsewhere: an absolute URL; used if `path` is empty
  std::string mime_type{};             ///< empty: not known
  std::optional<std::int64_t> size{};  ///< bytes
  std::string sha256{};                ///< lower-case hexadecimal, empty: not computed
  bool operator==(ResultLink const&) const = default;
};

enum class ErrorType { fatal, transient };  ///< trying again: pointless, may help

struct ErrorSummary {
  std::string message{};  ///< for the user, one or two sentences
  ErrorType type = ErrorType::fatal;
  std::string document{};       ///< the detail: a file relative to the job's directory; empty: there is none
  std::string document_type{};  ///< its media type
  bool has_detail() const { return !document.empty(); }
  bool operator==(ErrorSummary const&) const = default;
};

struct JobInfo {
  std::string stage{};               ///< "selecting events"; empty: not said
  std::optional<double> fraction{};  ///< of the whole, 0 to 1
  bool operator==(JobInfo const&) const = default;
};

struct Job {
  JobId id{};
  std::string list{};    ///< the job type, which is the job list it is in: "tap", "map"
  std::string owner{};   ///< empty: anonymous
  std::string run_id{};  ///< the client's own name for it; empty: none
  Phase phase = Phase::pending;
  Instant created{};
  std::optional<Instant> queued{};  ///< when it last became QUEUED: the order of the queue
  std::optional<Instant> started{}, ended{};
  std::optional<Instant> destruction{};        ///< nothing: never
  std::optional<Instant> quote{};              ///< when it is expected to be done
  std::chrono::seconds execution_duration{0};  ///< 0: no limit
  std::vector<Parameter> parameters{};         ///< in the order given; a name may repeat
  std::vector<ResultLink> results{};
  std::optional<ErrorSummary> error{};
  JobInfo info{};
  std::string batch_id{};     ///< the executor's name for it (SLURM job, process), empty: none
  std::string recipe_hash{};  ///< equal for jobs that must give the same results; empty: not computed
  int attempts = 0;           ///< how often it has been started
  std::int64_t revision = 0;  ///< grows by one with each change in the store

  bool operator==(Job const&) const = default;
};

/// What a list of jobs shows of each; cheap to fetch by the ten thousand.
struct JobBrief {
  JobId id{};
  std::string list{}, owner{}, run_id{};
  Phase phase = Phase::pending;
  Instant created{};
  std::optional<Instant> started{}, ended{}, destruction{}, quote{};
  JobInfo info{};
  std::string error{};  ///< the message of what went wrong; empty: nothing did
  bool operator==(JobBrief const&) const = default;
};

JobBrief brief_of(Job const& job);

/// The first parameter of that name, ASCII case not mattering; nullptr: none.
Parameter const* find_parameter(Job const& job, std::string_view name);

}  // namespace jobs
