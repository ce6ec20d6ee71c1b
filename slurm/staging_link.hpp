/// The way to the cluster: questions to the far end, and files by rsync.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "slurm/settings.hpp"

namespace slurm {

/// Thread-safe. Failures are in words for users, without paths; what a program said is for `log`.
/// missing_resource: no connection, disk full, time out; interrupted: `stop` was asked for.
class StageLink {
 public:
  StageLink(Settings const& settings, std::string base, std::string token, std::stop_token stop,
            std::function<void(std::string const&)> log);

  /// What the far end answers (slurm/staging_agent.hpp). `bytes`: that it has to read for that, at most; its
  /// patience grows with them.
  std::vector<std::string> ask(std::string_view verb, std::vector<std::string> const& words,
                               std::uint64_t bytes = 0) const;

  enum class Links { skipped, followed };
  /// Files of a folder here, by their names in it, into a folder there that exists. Each appears when it is
  /// whole; what a broken connection leaves of one is kept aside and gone on with.
  void push(std::filesystem::path const& from, std::vector<std::string> const& names,
            std::filesystem::path const& to, Links links) const;
  /// The other way round.
  void pull(std::filesystem::path const& from, std::vector<std::string> const& names,
            std::filesystem::path const& to) const;

  std::uint64_t calls() const { return calls_; }  ///< connections made so far

 private:
  void copy(std::vector<std::string> options, std::string const& from, std::string const& to,
            std::vector<std::string> const& names, bool into_cluster) const;
  std::string place(std::filesystem::path const& there) const;

  Settings const& settings_;
  std::string base_, token_;
  std::stop_token stop_;
  std::function<void(std::string const&)> log_;
  mutable std::atomic<std::uint64_t> calls_{0};
};

/// Words as the value of rsync's option -e, which reads quotes in a way of its own.
std::string remote_shell_words(std::vector<std::string> const& words);

}  // namespace slurm
