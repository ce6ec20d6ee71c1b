/// From what a client named as inputs of a job to files that may be read.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "catalog/inputs/inputs.hpp"
#include "catalog/pg/connection.hpp"
#include "jobs/job.hpp"

namespace catalog {

/// One value of a parameter that takes data (jobs::InputDescription).
struct InputValue {
  std::string parameter{},
      role{};           ///< "in", "events": runs, event lists; with another role: a product or an upload
  std::string value{};  ///< as the client wrote it; of an upload the file name
  std::filesystem::path upload{};  ///< where the bytes of an upload lie; empty: it is none
  std::string content_type{};      ///< of an upload, as the client gave it; empty: told by the name
};

/// A job that the user may see, and where its visible results lie.
struct FoundJob {
  jobs::Job job{};
  std::filesystem::path results{};
};
/// Nothing: there is no such job, or none that this user may know of.
using FindJob = std::function<std::optional<FoundJob>(jobs::JobId const&)>;

/// The whole answer to a query, as VOTable; cut at a limit: not to be used.
struct QueryAnswer {
  std::string votable{};
  bool overflow = false;
};
/// Runs ADQL as the user. A mistake in the query is a Failure(bad_request).
using RunQuery = std::function<QueryAnswer(std::string const& adql)>;

/// Values with the role "events" may be: a collection (all runs that the user may read), a publisher DID of a
/// run or product, a run id, "collection:run id", "job:<id>" or "job:<id>/<result>" or the URL of such a job
/// or result (its event lists), an upload. Several in one value are separated by commas.
struct InputRequest {
  std::vector<InputValue> values{};
  /// Of a parameter such as obs-ids: only these of the collections named, or of all that the user may read.
  std::vector<std::string> run_ids{};
  std::vector<std::string> collections{};  ///< of an accompanying parameter: where run ids are looked for
  std::string adql{};       ///< names runs by obs_publisher_did, or by obs_id and obs_collection
  RunQuery run_query{};     ///< must be there if `adql` is
  FindJob find_job{};       ///< none: jobs cannot be inputs
  std::string authority{};  ///< of the ids of products: ivo://<authority>/jobs?<job>/<result>
  std::string base_url{};   ///< addresses below it are this service's own
  /// Files are given only from below these (symbolic links followed), and from the results of jobs. Empty:
  /// the catalogue's own word is enough.
  std::vector<std::filesystem::path> data_roots{};
  std::size_t most_runs = 100'000;
  /// The engine tells runs by number: two of one number from two collections are a mistake.
  bool one_run_per_number = true;
};

struct ResolvedInputs {
  InputSet set{};
  std::string selection{};  ///< the answer to the query (VOTable); InputQuery::answer names its file
  std::vector<std::string>
      mistakes{};  ///< all there are, fit for the user; not empty: `set` is not to be used
};

/// Where the answer to the query belongs, relative to the job's folder.
inline constexpr char const* selection_name = "inputs/selection.vot";

/// The session must say who asks (setting distill.user; uws/links set_asker). Values of no use are mistakes;
/// Failure only where the world fails.
ResolvedInputs resolve_inputs(pg::Connection& as_the_user, InputRequest const& request);

}  // namespace catalog
