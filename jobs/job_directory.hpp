/// Where the files of jobs lie: "<root>/<list>/<id>/" with uploads, results and the error document.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/job.hpp"

namespace jobs {

/// Letters, digits, '.', '_', '-'; 1 to 100 of them; the first not '.' or '-'. Such a name is a file name and
/// a URL segment that needs no thought.
bool is_safe_name(std::string_view text);
/// The nearest safe name: other characters become '_'.
std::string safe_name(std::string_view text);

/// Throws Failure(missing_resource) where the disk refuses. Thread-safe for different jobs.
class JobDirectories {
 public:
  static constexpr char const* hidden_results = ".results";  ///< where results are while they are written

  /// `root` is made if it is missing. Must be on one file system, and nobody else's.
  explicit JobDirectories(std::filesystem::path root);

  std::filesystem::path const& root() const { return root_; }
  std::filesystem::path of(std::string const& list, JobId const& id) const;
  std::filesystem::path of(Job const& job) const { return of(job.list, job.id); }

  /// Keeps an upload; returns its path relative to the job's directory ("uploads/2-catalogue.vot"). The same
  /// name twice gives two files: an upload is never overwritten.
  std::string keep_upload(Job const& job, std::string_view name, std::string_view bytes) const;
  /// A file named by Parameter::file or ErrorSummary::document.
  std::filesystem::path file(Job const& job, std::string const& relative) const;
  /// Removes one upload; no matter if it is gone.
  void drop_upload(Job const& job, std::string const& relative) const noexcept;

  /// An empty folder in which results are written out of sight. What an earlier run left is removed.
  std::filesystem::path begin_results(Job const& job) const;
  /// Makes what was written visible, all at once, and safe on disk. Nothing written: nothing visible.
  void publish_results(Job const& job) const;
  /// The hidden folder of a run that goes on, as it is; takes back what was published of it.
  std::filesystem::path resume_results(Job const& job) const;
  /// Removes what was written or published.
  void drop_results(Job const& job) const noexcept;
  /// A published result that lies here (ResultLink::path). Failure(internal) for a path that leaves the
  /// folder.
  std::filesystem::path result_file(Job const& job, ResultLink const& result) const;

  /// Writes the error document; returns its name for ErrorSummary::document.
  std::string write_error(Job const& job, std::string_view bytes) const;

  /// All of the job's files, at once for everybody who looks (renamed away, then removed).
  void remove(std::string const& list, JobId const& id) const noexcept;
  /// Empties the waste a crash may have left.
  void sweep() const noexcept;
  /// Ids for which there is a directory.
  std::vector<JobId> present(std::string const& list) const;
  /// Lists for which there is a directory.
  std::vector<std::string> lists() const;

 private:
  std::filesystem::path root_;
};

/// Fills in what is not said: size, and sha256 if `Checksums::yes`, of the results that lie here. For use
/// before publish_results(): looks into the folder of begin_results(). Failure(bad_data) for what is no
/// regular file there (a program of a stranger may leave links to anything).
enum class Checksums { no, yes };
void complete_results(std::filesystem::path const& folder, std::vector<ResultLink>& results,
                      Checksums checksums);

/// Removes everything from the folder that `results` does not name.
void keep_only(std::filesystem::path const& folder, std::vector<ResultLink> const& results);

}  // namespace jobs
