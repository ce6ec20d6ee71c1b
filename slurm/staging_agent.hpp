/// The far end of staging: `distilld stage`, run on the cluster's login node for each request. A program of
/// our own instead of a shell script: names need no quoting, files are checked and renamed in one call, and
/// it is there anyway, since it runs the batches.
#pragma once

#include <string>
#include <string_view>

namespace slurm {

/// First word of every request and answer; the number changes with what is said after it.
inline constexpr std::string_view stage_protocol = "distiller-stage-1";

/// Request: protocol, verb, the folder "<stage>/<name>", the service's token, and what the verb wants:
///   begin    job, most bytes in the store, list of (key, size)   -> list of keys that are not there
///   keep     list of keys in incoming                            -> list of those whose content is another
///   place    job, list of (file, sum), list of (link, target), list of (data file, key),
///            list of (file, text), list of folders               -> list of what is not there or is another
///   results  job, attempt, lists of folders: with all below; the same, but not of a job that went well;
///            only the files in them                              -> "there", list of (file, size, sum | "")
///            | "gone"
///   sums     job, list of its files                              -> list of their sums
///   news     list of jobs                                        -> list of (job, file, text)
///   list                                                         -> list of jobs
///   clean    list of jobs
/// Answer: protocol, "ok" or the word of an engine::FaultRow, then what was asked for, or the failure's
/// message.
std::string stage_answer(std::string_view request);

/// Answers the request on standard input on standard output; the exit status for main().
int run_stage_agent();

/// A name in the store: the sum, and the end of the file's name (".fits.gz"), by which some programs know
/// what they open.
std::string store_key(std::string_view sha256, std::string_view file_name);

}  // namespace slurm
