/// A job that has ended, with all that is known of it: what its provenance is made of.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "catalog/inputs/inputs.hpp"
#include "jobs/job.hpp"
#include "jobs/types/job_type.hpp"
#include "jobs/work/work.hpp"

namespace uws {

/// Who offers the service.
struct RecordService {
  std::string authority = "distiller.example";  ///< of ivo:// identifiers
  std::string organisation{}, contact_name{}, contact_email{};
  std::string name = "Distiller", version{};
  std::string base_url{};  ///< for the locations of results; empty: they are relative to the service
  /// Path of each list below it, where that is not "/uws/<list>": {"tap", "/tap/async"}.
  std::map<std::string, std::string> paths{{"tap", "/tap/async"}, {"soda", "/soda/async"}};
  /// Records of jobs without an owner are everybody's; else they are for those who know the job's id.
  bool anonymous_is_public = false;
};

/// A table that the engine says it read. Empty texts: not told.
struct ReportedTable {
  std::string role{}, usage{}, hdu_class{}, file{}, hdu{}, datasum{}, sha256{};
  std::optional<std::int64_t> rows{}, rows_used{};
};

struct ReportedRun {
  std::string obs_id{}, did{}, file{};
  std::vector<ReportedTable> tables{};
};

struct ReportedParameter {
  std::string name{}, value{}, origin{};  ///< "user", "default", "derived"; empty: not told
  bool science = true;
};

struct ReportedFile {
  std::string name{}, role{}, type{}, media_type{}, content_sum{};
  std::string datasum{};  ///< of the first HDU with data
};

/// The engine's report, docs/engine-json.md.
struct RunReport {
  std::string recipe_hash{}, software{}, version{}, revision{}, numerics{}, command_line{}, cpu_model{},
      mpi{};
  std::vector<std::pair<std::string, std::string>> facts{};  ///< build, compiler, flags, libraries, results
  std::vector<ReportedParameter> parameters{};
  std::vector<ReportedFile> products{};
  std::vector<ReportedRun> runs{};
  std::vector<std::string> warnings{};
  std::size_t skipped = 0;
};

struct EndedJob {
  jobs::Job job{};
  std::filesystem::path
      folder{};  ///< of the job; texts that name something below it are cut to what is below
  std::optional<jobs::JobType> type{};
  catalog::InputSet inputs{};
  std::optional<jobs::WorkOrder> order{};
  std::optional<jobs::WorkOutcome> outcome{};
  std::optional<RunReport> report{};
  RecordService service{};
  std::vector<std::string> missing{};  ///< what should be there and cannot be read, in words
};

}  // namespace uws
