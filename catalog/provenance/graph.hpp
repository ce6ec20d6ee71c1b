/// Provenance as values: the classes and relations of the IVOA Provenance Data Model 1.0 (and so of W3C
/// PROV), as they are stored in store.* and shown in the schema prov of TAP. Ids are those of the database,
/// without prefixes: an activity is a job id, a run or product its publisher DID.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "jobs/instant.hpp"

namespace catalog::prov {

using Facts = std::vector<std::pair<std::string, std::string>>;  ///< further attributes: plain words -> text

struct Entity {
  std::string id{}, name{};
  std::string type{};  ///< DL3, image, spectrum, preview, log, config, query, collection, ...
  std::string location{}, comment{};
  std::string owner{};  ///< who alone may see it; empty: an anonymous job's, for those who know its id
  bool open = false;    ///< no owner at all: whoever may see the collection may see it
  std::optional<jobs::Instant> generated{}, invalidated{}, changed{};
  std::string invalidated_reason{};
  std::string obs_collection{}, obs_id{}, obs_publisher_did{};
  std::string file_name{}, hdu{}, hdu_class{}, content_type{}, sha256{}, datasum{};
  std::string content_sum{};  ///< SHA-256 of what does not change when a result is reproduced
  std::optional<std::int64_t> size{};
  std::optional<int> level{};  ///< dataproduct level: 3, 4, ...
  std::string description{};   ///< id of an EntityDescription
  Facts facts{};
  bool restricted =
      false;  ///< there is such an entity, but not for this reader: only the id's digest is told
};

struct Event {
  jobs::Instant when{};
  std::string event{}, comment{};
};

struct Activity {
  std::string id{}, name{}, comment{};
  std::optional<jobs::Instant> started{}, stopped{};
  std::optional<jobs::Instant> created{}, queued{}, quote{}, destruction{};
  std::optional<std::int64_t> execution_duration{};  ///< s, 0: no limit
  std::string job_id{}, run_id{}, owner{}, phase{};
  bool open = false;  ///< as of entities
  std::optional<int> attempts{}, warnings{};
  std::optional<int> exit_code{}, exit_signal{};
  std::string error{}, host{}, software{}, version{}, revision{};
  std::string command_line{}, seed{}, numerical_mode{};
  std::optional<int> mpi_ranks{}, threads{};
  std::optional<std::int64_t> max_rss{}, bytes_read{}, bytes_written{};
  std::optional<double> cpu_time{};
  std::string recipe_hash{}, description{};
  Facts facts{};  ///< column "environment": compiler, libraries, SLURM ids, limits, ...
  std::vector<Event> events{};
  bool restricted = false;  ///< as of entities
};

struct Agent {
  std::string id{}, name{}, type{}, comment{}, email{}, affiliation{}, url{};
};

/// type: Main, Calibration, Setup, Context, Quality. No time: some time while the activity went on.
struct Used {
  std::string activity{}, entity{}, role{}, type{};
  std::optional<std::int64_t> rows_used{}, rows_rejected{};
  std::optional<jobs::Instant> happened{};
};
/// type: Main, Preview, Log, Quality.
struct Generated {
  std::string entity{}, activity{}, role{}, type{};
  std::optional<jobs::Instant> happened{};
};
struct Derived {
  std::string entity{}, progenitor{};
};
struct Informed {
  std::string activity{}, informant{}, reason{};
};
struct Associated {
  std::string activity{}, agent{}, role{};
};
struct Attributed {
  std::string entity{}, agent{}, role{};
};
struct Member {
  std::string entity{}, member{};
};
struct Specialized {
  std::string entity{}, general{};
};

struct ParameterDescription {
  std::string name{}, type{}, unit{}, ucd{}, text{}, minimum{}, maximum{}, options{}, default_value{};
};
struct FlowDescription {
  std::string role{}, type{}, text{}, multiplicity{}, content_type{};
};  ///< usage or generation
struct ActivityDescription {
  std::string id{}, name{}, version{}, text{}, docurl{}, type{}, subtype{};
  std::string owner{};  ///< who alone may see it, of a proposal; empty: everybody may
  std::vector<ParameterDescription> parameters{};
  std::vector<FlowDescription> usages{}, generations{};
};

enum class Origin { user, by_default, derived };
struct Parameter {
  std::string activity{}, name{}, value{};
  Origin origin = Origin::user;
};
struct ConfigFile {
  std::string activity{}, name{}, location{}, sha256{}, comment{};
};

struct Graph {
  std::vector<Entity> entities{};
  std::vector<Activity> activities{};
  std::vector<Agent> agents{};
  std::vector<Used> used{};
  std::vector<Generated> generated{};
  std::vector<Derived> derived{};
  std::vector<Informed> informed{};
  std::vector<Associated> associated{};
  std::vector<Attributed> attributed{};
  std::vector<Member> members{};
  std::vector<Specialized> specialized{};
  std::vector<ActivityDescription> descriptions{};
  std::vector<Parameter> parameters{};
  std::vector<ConfigFile> config_files{};
  bool truncated = false;  ///< there is more than was allowed to be fetched
};

}  // namespace catalog::prov
