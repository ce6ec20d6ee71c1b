/// Where things lie on a cluster that does not share our file system.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace slurm {

/// A job here is "<root>/<list>/<id>". There, below "<stage>/<name>":
///   jobs/<list>/<id>/job   its folder, with the same names in it
///   jobs/<list>/<id>/data  links to its data files: "data/a/b.fits" for "/a/b.fits"
///   store/<k>/<key>        data files, by what is in them
///   incoming               those that are on their way
/// Pure; all paths absolute and normal.
class StagePlaces {
 public:
  StagePlaces(std::filesystem::path const& root, std::filesystem::path const& stage, std::string const& name);

  std::filesystem::path const& root() const { return root_; }
  std::filesystem::path const& base() const { return base_; }  ///< there

  /// "<list>/<id>" of the job to whose folder this belongs; nothing: to none.
  std::optional<std::string> job_of(std::filesystem::path const& local) const;
  std::filesystem::path folder_here(std::string const& job) const { return root_ / job; }
  std::filesystem::path work_here(std::string const& job) const { return root_ / job / "work"; }

  std::filesystem::path job_there(std::string const& job) const { return base_ / "jobs" / job / "job"; }
  std::filesystem::path new_job_there(std::string const& job) const {
    return base_ / "jobs" / job / "job.new";
  }
  std::filesystem::path incoming() const { return base_ / "incoming"; }

  /// As Staging::path_there.
  std::filesystem::path there(std::filesystem::path const& local) const;
  /// For an order of this job: its own folder, or else a data file or a folder of data files.
  std::filesystem::path there_for(std::string const& job, std::filesystem::path const& local) const;

  /// The text with this job's folder in the place of that there, or the other way round. A name that only
  /// begins with the same letters is left alone.
  std::string text_there(std::string const& job, std::string text) const;
  std::string text_here(std::string const& job, std::string text) const;

 private:
  std::filesystem::path root_, base_;
};

/// Is `path` in `folder`, or the folder itself? Both absolute and normal.
bool is_within(std::filesystem::path const& path, std::filesystem::path const& folder);

}  // namespace slurm
