/// What a batch of one job needs on a cluster that does not share our files.
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "jobs/scheduler.hpp"
#include "slurm/staging_places.hpp"
#include "slurm/staging_sums.hpp"

namespace slurm {

struct StageData {
  jobs::FileSum file{};
  std::string key{};  ///< in the store there
};

struct StagePlan {
  std::string job{};              ///< "<list>/<id>"
  std::vector<StageData> data{};  ///< each path once
  /// All relative to the job's folder.
  std::vector<std::string> files{};                          ///< sent as they are
  std::vector<std::pair<std::string, std::string>> links{};  ///< and what they point at there
  std::vector<std::pair<std::string, std::string>> texts{};  ///< written there: orders, with paths of there
  std::vector<std::string> folders{};                        ///< that have to be there, may be empty
};

/// Of the order in "<job>/work" and its parts. `data_files`: outside of the job's folder, as the catalogue
/// knows them. Reads no more of them than what has no sum yet.
StagePlan plan_stage(StagePlaces const& places, std::string const& job,
                     std::vector<jobs::FileSum> const& data_files, KnownSums& sums,
                     std::stop_token const& stop);

/// The folders in which this job's orders work, relative to the job's folder: first that of the order itself.
std::vector<std::string> order_folders(StagePlaces const& places, std::string const& job);
/// "work" and the folders of parts in it.
std::vector<std::string> work_folders(StagePlaces const& places, std::string const& job);

}  // namespace slurm
