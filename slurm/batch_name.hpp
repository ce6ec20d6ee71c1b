/// How our batches are told from each other and from those of others.
#pragma once

#include <string>
#include <string_view>

#include "jobs/work/work.hpp"

namespace slurm {

/// "distiller-<job>-a2-r1": service, job, attempt, run. One name for each order, so that its batch is found
/// again by it.
std::string batch_name(std::string const& service, jobs::WorkOrder const& order);

/// "distiller job <job> attempt 2 run 1 submission 4f…": for people in squeue, and told apart by the last
/// word if the same order was handed in twice, the first time by a command that lost its way.
std::string batch_comment(std::string const& service, jobs::WorkOrder const& order,
                          std::string const& submission);
/// The last word of such a comment; empty: it is none.
std::string submission_in(std::string_view comment);

/// Is the name one of this service's?
bool is_name_of(std::string const& service, std::string_view name);

/// The first line of a batch's log, from which its id is known for as long as the folder exists:
/// "batch 4711 distiller-<job>-a2-r1 submission 4f… on n1".
inline constexpr char const* log_name = "batch.log";
/// The id in a log's first line if that batch is the one of this name and submission; empty: it is not.
std::string id_in_log(std::string_view first_line, std::string_view name, std::string_view submission);

/// File in the work folder: which submission of the order is the one that counts.
inline constexpr char const* submission_name = "submission";

}  // namespace slurm
