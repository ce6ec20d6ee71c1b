/// SLURM's command line tools, run as they are told, here or over ssh.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "slurm/settings.hpp"

namespace slurm {

using Deadline = std::chrono::steady_clock::time_point;

struct CommandAnswer {
  bool well = false;  ///< it ended with 0
  bool lost =
      false;       ///< nobody knows whether it did anything: it did not answer in time, or its line was cut
  int status = 0;  ///< exit status
  std::string output{}, errors{};
};

/// Thread-safe.
class Commands {
 public:
  explicit Commands(Settings const& settings) : settings_(settings) {}

  /// `words`: "squeue", "-h", ... Times that it prints are UTC. Failure(missing_resource) if it cannot be
  /// started; that it failed or was lost is said in the answer. `owner`: with Settings::as_owner, on whose
  /// behalf.
  CommandAnswer run(std::vector<std::string> const& words, Deadline deadline, std::string input = {},
                    std::string const& owner = {});

  /// The whole command line, as it is executed here.
  std::vector<std::string> command_line(std::vector<std::string> const& words,
                                        std::string const& owner = {}) const;

  Deadline deadline() const { return std::chrono::steady_clock::now() + settings_.patience; }
  std::uint64_t calls() const { return calls_; }

 private:
  Settings const& settings_;
  std::atomic<std::uint64_t> calls_{0};
};

}  // namespace slurm
