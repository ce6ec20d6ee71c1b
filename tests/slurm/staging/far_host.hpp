/// A cluster's login node: a private sshd on the loopback in a mount namespace of its own, in which a folder
/// of ours is covered by an empty file system.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "jobs/process.hpp"

namespace test_staging {

struct FarHostOptions {
  std::filesystem::path folder{};      ///< for keys, configuration, log
  std::filesystem::path hidden{};      ///< of ours; what lies there is not there
  std::filesystem::path small_disk{};  ///< a file system of `disk_mb` there; empty: none
  int disk_mb = 8;
};

class FarHost {
 public:
  explicit FarHost(FarHostOptions options);
  ~FarHost();

  /// Words before a command, as slurm::Settings::over.
  std::vector<std::string> over() const;
  /// Runs a line of shell there.
  jobs::ProcessResult run(std::string const& line) const;
  bool hides() const { return hides_; }  ///< false without the right to make namespaces

 private:
  bool start();
  FarHostOptions options_;
  std::uint16_t port_ = 0;
  bool hides_ = false;
  std::jthread server_{};
};

/// A program that passes what it is given through to the command "$@": `script` is what /bin/sh runs.
std::vector<std::string> through(std::filesystem::path const& folder, std::string const& script,
                                 std::vector<std::string> over);

}  // namespace test_staging
