/// The folder of one service on the cluster: whose it is, which jobs have something there.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace slurm {

/// Nothing is read, written or removed before it is certain that the folder belongs to this service.
class StageGround {
 public:
  /// `token`: a service's own secret name. Makes the folder where there is none. Failure(bad_request): it
  /// belongs to another service, or is no folder of ours at all.
  StageGround(std::filesystem::path base, std::string const& token);

  std::filesystem::path const& base() const { return base_; }
  /// "<list>/<id>", each a plain name. Failure(bad_data) for anything else.
  std::filesystem::path job(std::string const& name) const;
  std::vector<std::string> jobs() const;

  /// Remembers which data files a job reads, before it is looked whether they are there.
  void note_uses(std::string const& job, std::set<std::string> const& keys) const;
  std::set<std::string> used() const;  ///< by any job

  /// Away at once for everybody who looks, then removed. What cannot be removed now (files that a dying
  /// process holds open on NFS) goes with a later call.
  void remove(std::string const& job) const;
  void empty_waste() const noexcept;
  void forget_old_arrivals() const noexcept;  ///< half a file that nobody has sent on for a week

 private:
  std::filesystem::path base_;
};

}  // namespace slurm
