/// The script of a batch: a pure function of what was asked for.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "jobs/work/work.hpp"
#include "slurm/settings.hpp"

namespace slurm {

struct BatchRequest {
  Settings const& settings;
  Profile profile{};               ///< what holds for this order
  jobs::WorkOrder const& order;    ///< of an array: the widest of its parts and the gathering one
  std::filesystem::path folder{};  ///< the work folder, as the nodes see it
  std::string submission{};        ///< see batch_name.hpp
};

/// For sbatch's standard input. Every value is quoted or refused: nothing of a job or of the settings becomes
/// shell or another directive, except the lines of Profile::setup, which are shell. Failure(bad_request) for
/// values that cannot be expressed, and orders that ask for more than the profile gives.
std::string batch_script(BatchRequest const& request);

/// Limit of the batch in minutes, rounded up: the job's own time, then the warning and the margin, so that
/// the job's own limit comes first, and never more than the profile's. 0: the partition's default.
int minutes_of(Settings const& settings, Profile const& profile, jobs::WorkOrder const& order);
/// Seconds before its end at which a batch is told that it ends; the shepherd reads them as DISTILL_WARNING.
std::int64_t warning_of(Settings const& settings, Profile const& profile, jobs::WorkOrder const& order);

/// Words with which the service's log and people's error messages begin in the batch's log.
inline constexpr std::string_view failure_mark = "batch failed: ";

/// The smallest order that is large enough for both, run one after the other in the same allocation.
jobs::WorkOrder widest(jobs::WorkOrder order, jobs::WorkOrder const& other);

}  // namespace slurm
