/// Arrays: an order of several parts, each an order of its own in a folder below, in a batch of its own; the
/// order above gathers what they made.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "jobs/work/work.hpp"

namespace jobs {

/// "<work>/part-<number>", counted from 1.
std::filesystem::path part_folder(std::filesystem::path const& work, int number);
/// The number of a part's folder, if there is an order of an array above it.
std::optional<int> part_number(std::filesystem::path const& folder);

/// Makes the folders and writes the orders of the parts; for BatchSteps::prepare, which returns the order
/// above
/// (`parent`, parts = parts.size()). A part without a directory gets "<its folder>/results", empty. What
/// `parent` says of job, owner, and notification holds for the parts. Failure(missing_resource) where the
/// disk refuses.
void write_parts(std::filesystem::path const& work, WorkOrder const& parent, std::vector<WorkOrder> parts);
/// The parts' orders are of the same job, attempt, run and time as the one above; for those who write that
/// one.
void stamp_parts(std::filesystem::path const& work, WorkOrder const& parent);
/// For another batch: what parts left that did not do well is removed (their results stay if they resume).
void clear_parts(std::filesystem::path const& work, WorkOrder const& parent);

/// How far the array is: the mean of the parts, "3 of 8 parts done". Nothing: none has begun.
std::optional<JobInfo> parts_status(std::filesystem::path const& work, WorkOrder const& parent);

/// Outcomes of the parts; nothing for those that have none.
std::vector<std::optional<WorkOutcome>> parts_outcomes(std::filesystem::path const& work,
                                                       WorkOrder const& parent);
bool all_ended(std::filesystem::path const& work, WorkOrder const& parent);
/// What the parts used, added to the outcome of the order above: times, hosts, inputs. If a part left out
/// some of its inputs, so did the whole.
void add_parts(WorkOutcome& outcome, std::vector<std::optional<WorkOutcome>> const& parts);
/// The outcome of an array that nobody will gather: the first part that failed; else one that was
/// interrupted. Nothing: all ended well, or some have not ended.
std::optional<WorkOutcome> parts_failure(std::filesystem::path const& work, WorkOrder const& parent);

/// Tells that this part has ended, in a way that two who end at once cannot miss each other. True: it was the
/// last one.
bool part_ended(std::filesystem::path const& work, WorkOrder const& parent, int number);

}  // namespace jobs
