#include "slurm/failures.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "engine/base/text.hpp"

namespace slurm {
namespace {

using engine::Failure;
using engine::Fault;

struct FailureRow {
  std::string_view words;  ///< in what the command says, small letters
  Fault fault;
  std::string_view meaning, remedy;
};

constexpr std::string_view wait_then = "it is tried again";

/// Texts of slurm_errno.c, 20.11 to 24.05, of munge and of ssh. The first row that fits counts.
constexpr std::array rows = std::to_array<FailureRow>({
    // The queue is full.
    {"maxsubmit", Fault::missing_resource, "as many jobs as the cluster allows are in its queue", wait_then},
    {"grpsubmit", Fault::missing_resource, "as many jobs as the cluster allows are in its queue", wait_then},
    {"temporarily unable to accept job", Fault::missing_resource, "the queue of the cluster is full",
     wait_then},
    {"resource temporarily unavailable", Fault::missing_resource, "the queue of the cluster is full",
     wait_then},
    {"job count exceed", Fault::missing_resource, "the queue of the cluster is full", wait_then},
    // SLURM is not well.
    {"munge", Fault::missing_resource, "munge, which tells the cluster who we are, does not work", wait_then},
    {"authentication", Fault::missing_resource, "the cluster's authentication does not work", wait_then},
    {"unable to contact slurm controller", Fault::missing_resource, "the cluster does not answer", wait_then},
    {"socket timed out", Fault::missing_resource, "the cluster does not answer in time", wait_then},
    {"timed out", Fault::missing_resource, "the cluster does not answer in time", wait_then},
    {"standby mode", Fault::missing_resource, "the cluster is changing its controller", wait_then},
    {"connection refused", Fault::missing_resource, "the cluster does not answer", wait_then},
    {"connection failure", Fault::missing_resource, "the cluster does not answer", wait_then},
    {"connection reset", Fault::missing_resource, "the cluster does not answer", wait_then},
    {"connection closed", Fault::missing_resource, "the cluster does not answer", wait_then},
    {"zero bytes were transmitted", Fault::missing_resource, "the cluster does not answer", wait_then},
    {"no route to host", Fault::missing_resource, "the cluster cannot be reached", wait_then},
    {"network is unreachable", Fault::missing_resource, "the cluster cannot be reached", wait_then},
    {"could not resolve", Fault::missing_resource, "the cluster cannot be reached", wait_then},
    {"host key verification", Fault::missing_resource, "the login node is not known as it shows itself",
     "the operator must look at its key"},
    {"permission denied (", Fault::missing_resource, "the login node does not let the service in",
     "the operator must look at the service's key"},
    {"i/o error writing", Fault::missing_resource, "the cluster cannot keep new jobs (its disk?)", wait_then},
    {"unable to process configuration", Fault::missing_resource, "SLURM is not set up on this machine",
     "the operator must look at SLURM_CONF"},
    {"configuration source", Fault::missing_resource, "SLURM is not set up on this machine",
     "the operator must look at SLURM_CONF"},
    {"partition not available", Fault::missing_resource, "the partition takes no jobs now", wait_then},
    {"partition_down", Fault::missing_resource, "the partition takes no jobs now", wait_then},
    {"in the process of being", Fault::missing_resource, "the cluster is busy with it", wait_then},
    // SLURM has judged.
    {"accounting/qos policy", Fault::bad_request, "it is more than the account or the QOS may have",
     "ask for a smaller job, or ask the operator for another account"},
    {"invalid partition", Fault::bad_request, "the cluster has no such partition",
     "the operator must correct the partition for jobs of this type"},
    {"invalid account", Fault::bad_request, "the cluster does not know the account, or not in this partition",
     "the operator must correct the account for jobs of this type"},
    {"invalid qos", Fault::bad_request, "the cluster does not know the quality of service, or not here",
     "the operator must correct the QOS for jobs of this type"},
    {"access denied to requested partition", Fault::bad_request, "the service may not use the partition",
     "the operator must choose another"},
    {"user's group not permitted", Fault::bad_request, "the service may not use the partition",
     "the operator must choose another"},
    {"access/permission denied", Fault::bad_request, "SLURM does not permit it",
     "the operator must look at the rights of the service's account"},
    {"invalid feature", Fault::bad_request, "no node of the cluster is as the constraint demands",
     "the operator must correct the constraint for jobs of this type"},
    {"reservation", Fault::bad_request, "the reservation is not there, is over, or is not for the service",
     "the operator must correct it"},
    {"time limit", Fault::bad_request, "the partition does not give so much time",
     "ask for less time, or split the job"},
    {"memory specification can not be satisfied", Fault::bad_request, "no node has so much memory",
     "ask for fewer pixels or bins, or split the job"},
    {"memory", Fault::bad_request, "no node has so much memory",
     "ask for fewer pixels or bins, or split the job"},
    {"more processors requested", Fault::bad_request, "the partition has not so many cores or nodes",
     "ask for a smaller job, or split it"},
    {"node count specification", Fault::bad_request, "the partition does not give so many nodes",
     "ask for a smaller job, or split it"},
    {"node configuration is not available", Fault::bad_request, "no node of the partition is large enough",
     "ask for a smaller job, or split it"},
    {"node name", Fault::bad_request, "the cluster has no such node",
     "the operator must correct the options"},
    {"array specification", Fault::bad_request, "the cluster does not take arrays of so many parts",
     "split the job"},
    {"generic resource", Fault::bad_request, "the cluster has no such resource",
     "the operator must correct the options for jobs of this type"},
    {"license", Fault::bad_request, "the cluster has no such licence",
     "the operator must correct the options for jobs of this type"},
    {"unrecognized option", Fault::bad_request, "this release of SLURM does not know an option",
     "the operator must correct the options for jobs of this type"},
    {"invalid option", Fault::bad_request, "this release of SLURM does not know an option",
     "the operator must correct the options for jobs of this type"},
    {"invalid --", Fault::bad_request, "SLURM does not understand an option",
     "the operator must correct the options for jobs of this type"},
});

bool is_function_name(std::string_view word) {
  return word.find('_') != word.npos && word.find(' ') == word.npos && word.find('/') == word.npos;
}

std::string told(std::string_view what, std::string_view meaning, std::string_view own_words,
                 std::string_view remedy) {
  std::string text = std::string(what) + ": " + std::string(meaning);
  if (!own_words.empty()) text += " (SLURM says: " + std::string(own_words) + ")";
  return text + " - " + std::string(remedy);
}

}  // namespace

std::string words_of(std::string_view errors) {
  std::vector<std::string> found;
  for (auto const& line : engine::split(errors, '\n')) {
    std::string_view words = line;
    for (std::string_view const start : {"sbatch: ", "squeue: ", "scancel: ", "scontrol: ", "sacct: ",
                                         "sinfo: ", "error: ", "fatal: ", "Batch job submission failed: "})
      if (words.starts_with(start)) words.remove_prefix(start.size());
    for (auto colon = words.find(": "); colon != words.npos && is_function_name(words.substr(0, colon));
         colon = words.find(": "))
      words.remove_prefix(colon + 2);
    std::string clean(engine::trimmed(words));
    std::replace_if(
        clean.begin(), clean.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    if (!clean.empty() && std::find(found.begin(), found.end(), clean) == found.end()) found.push_back(clean);
  }
  std::string text = engine::joined(found, "; ");
  if (text.size() > 300) text = text.substr(0, 297) + "...";
  return text;
}

Failure failure_of(std::string_view what, std::string_view errors, bool ended_255) {
  std::string const small = engine::lower(errors), own_words = words_of(errors);
  for (auto const& row : rows)
    if (small.find(row.words) != small.npos)
      return {row.fault, told(what, row.meaning, own_words, row.remedy)};
  if (ended_255)
    return {Fault::missing_resource,
            std::string(what) + ": the login node cannot be reached (" + own_words + ") - it is tried again"};
  bool const judged = small.find("batch job submission failed") != small.npos;
  return judged ? Failure(Fault::bad_request,
                          told(what, "the cluster refused it", own_words, "the operator must look at it"))
                : Failure(Fault::missing_resource, told(what, "SLURM is in trouble", own_words, wait_then));
}

}  // namespace slurm
