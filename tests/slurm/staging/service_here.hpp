/// A service as staging sees it: jobs in folders, orders in their work folders, data files elsewhere.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "jobs/work/work.hpp"
#include "slurm/staging.hpp"
#include "tests/support/temporary_directory.hpp"

namespace test_staging {

namespace fs = std::filesystem;

void write_file(fs::path const& path, std::string const& bytes);
std::string file_bytes(fs::path const& path);
/// By coreutils, not by us.
std::string sum_by_sha256sum(fs::path const& path);
/// Bytes that do not shrink and are no one else's.
std::string noise(std::size_t size, unsigned seed);
/// Paths of all that is not a folder, relative to it, sorted.
std::vector<std::string> files_below(fs::path const& folder);

/// "<temp>/here" is ours: jobs in here/jobs, data in here/data. "<temp>/there" is the cluster's.
class ServiceHere {
 public:
  ServiceHere();
  fs::path here() const { return temp_.path() / "here"; }
  fs::path root() const { return here() / "jobs"; }
  fs::path data() const { return here() / "data"; }
  fs::path stage() const { return temp_.path() / "there"; }
  fs::path aside() const { return temp_.path() / "aside"; }
  fs::path base(std::string const& name = "test") const { return stage() / name; }

  /// As the catalogue knows it, with a sum.
  jobs::FileSum add_data(std::string const& name, std::string const& bytes);
  /// A job with an order to run `script` by /bin/sh in its results folder, with "$1" its own folder; not yet
  /// anything in its inputs folder.
  fs::path add_job(std::string const& id, std::string const& script, std::vector<jobs::FileSum> data = {});

  slurm::Settings settings(std::vector<std::string> over) const;
  slurm::StageSource source() const;
  std::vector<std::string> const& log() const { return *log_; }

 private:
  test_support::TemporaryDirectory temp_{};
  std::shared_ptr<std::vector<std::string>> log_ = std::make_shared<std::vector<std::string>>();
  std::shared_ptr<std::map<fs::path, std::vector<jobs::FileSum>>> data_ =
      std::make_shared<std::map<fs::path, std::vector<jobs::FileSum>>>();
};

jobs::Submission submission_of(fs::path const& work, jobs::WorkOrder const& order);

}  // namespace test_staging
