/// Files for batches on a cluster that does not share our file system: sent before a batch, brought back
/// after.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "jobs/scheduler.hpp"
#include "slurm/settings.hpp"

namespace slurm {

/// What staging must know of the service beside Settings.
struct StageSource {
  std::filesystem::path root{};  ///< JobDirectories::root(): jobs lie in "<root>/<list>/<id>"
  /// The files that the order in this work folder reads and that are not in the job's own folder: absolute
  /// paths, with size, time of change and sum as the catalogue knows them (no sum: it is made here).
  std::function<std::vector<jobs::FileSum>(std::filesystem::path const& work)> data_files{};
  std::function<void(std::string const&)> log{};
};

/// Jobs have a folder there each, in which order, inputs and links to data files lie; the data files are kept
/// once for all jobs, named by their sums (docs/cluster-staging.md). Orders are written with the paths of
/// this machine and get those there when they are sent; outcomes come back with the paths of this machine:
/// nobody but path_there() tells anyone of the difference. Thread-safe; one job's calls come one after the
/// other. Failures: missing_resource: not now (connection, disk full, in words for users), try again;
/// bad_data: what is there or here is not what it should be; interrupted: stop() was called.
class Staging {
 public:
  Staging(Settings const& settings, StageSource source);
  ~Staging();
  Staging(Staging const&) = delete;
  Staging& operator=(Staging const&) = delete;

  /// Of the root, a job's folder, and all in it; everything else is the same there.
  std::filesystem::path path_there(std::filesystem::path const& local) const;

  /// Before a batch is submitted: all that its order needs is there when this returns. What an earlier batch
  /// of the job left there is replaced; what its results folder holds here (of a run to go on with) goes
  /// along.
  void send(jobs::Submission const& submission);

  /// After the batch's end, whatever it was: results, logs and outcome come here, the outcome last, and the
  /// job's folder there goes. No effect for a job that is not there (any more); of a job whose folder here is
  /// gone only the folder there goes.
  void fetch(std::filesystem::path const& work);

  /// The job's folder there goes, with all that is in it. Should the cluster be out of reach, later; never
  /// fails.
  void clean(std::filesystem::path const& work);

  /// Starts a thread that sweeps, and then asks for news of all jobs there, until stop().
  void begin();

  /// status.json of all jobs that are there comes here, in one call to the cluster. Folders that could not be
  /// removed are tried again. Never fails: progress is not worth a failure.
  void refresh();

  /// Folders there go whose jobs are gone, or have brought everything home.
  void sweep();

  /// What is under way breaks off, and so does all that is begun after this: for the service's own end.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace slurm
