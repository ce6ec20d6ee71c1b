// What the commands say was recorded from SLURM 22.05, munge and OpenSSH, with things as they should not be.
#include "slurm/failures.hpp"

#include <doctest/doctest.h>

namespace {

using engine::Fault;
using slurm::failure_of;

struct Said {
  char const* errors;
  Fault fault;
};

TEST_CASE("what may pass, and what will not") {
  for (auto const& [errors, fault] : {
           Said{"sbatch: error: invalid partition specified: nosuch\n"
                "sbatch: error: Batch job submission failed: Invalid partition name specified\n",
                Fault::bad_request},
           {"sbatch: error: Batch job submission failed: Invalid account or account/partition combination "
            "specified\n",
            Fault::bad_request},
           {"sbatch: error: Batch job submission failed: Invalid qos specification\n", Fault::bad_request},
           {"sbatch: error: Batch job submission failed: More processors requested than permitted\n",
            Fault::bad_request},
           {"sbatch: error: Batch job submission failed: Requested time limit is invalid (missing or exceeds "
            "some "
            "limit)\n",
            Fault::bad_request},
           {"sbatch: error: Memory specification can not be satisfied\n"
            "sbatch: error: Batch job submission failed: Requested node configuration is not available\n",
            Fault::bad_request},
           {"sbatch: error: Batch job submission failed: Invalid feature specification\n",
            Fault::bad_request},
           {"sbatch: error: Batch job submission failed: Required partition not available (inactive or "
            "drain)\n",
            Fault::missing_resource},
           {"sbatch: error: Batch job submission failed: Requested reservation is invalid\n",
            Fault::bad_request},
           {"sbatch: unrecognized option '--nonsense'\nTry \"sbatch --help\" for more information\n",
            Fault::bad_request},
           {"sbatch: error: Invalid --time specification\n", Fault::bad_request},
           {"sbatch: error: Invalid generic resource (gres) specification\n", Fault::bad_request},
           {"sbatch: error: Batch job submission failed: Node count specification invalid\n",
            Fault::bad_request},
           {"sbatch: error: Batch job submission failed: Invalid job array specification\n",
            Fault::bad_request},
           {"sbatch: error: QOSMaxSubmitJobPerUserLimit\nsbatch: error: Batch job submission failed: Job "
            "violates "
            "accounting/QOS policy (job submit limit, user's size and/or time limits)\n",
            Fault::missing_resource},
           {"sbatch: error: QOSMaxCpuPerJobLimit\nsbatch: error: Batch job submission failed: Job violates "
            "accounting/QOS policy (job submit limit, user's size and/or time limits)\n",
            Fault::bad_request},
           {"sbatch: error: Slurm temporarily unable to accept job, sleeping and retrying\n",
            Fault::missing_resource},
           {"sbatch: error: If munged is up, restart with --num-threads=10\n"
            "sbatch: error: Munge encode failed: Failed to access \"munge.sock\": No such file or directory "
            "(Did you "
            "start munged?)\nsbatch: error: Batch job submission failed: Protocol authentication error\n",
            Fault::missing_resource},
           {"sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect "
            "failure)\n",
            Fault::missing_resource},
           {"sbatch: error: Batch job submission failed: Socket timed out on send/recv operation\n",
            Fault::missing_resource},
           {"squeue: error: ClusterName needs to be specified\nsqueue: fatal: Unable to process "
            "configuration file\n",
            Fault::missing_resource},
           {"ssh: connect to host login port 22: Connection refused\n", Fault::missing_resource},
           {"me@login: Permission denied (publickey).\n", Fault::missing_resource},
           {"sbatch: error: Batch job submission failed: Something that nobody has seen\n",
            Fault::bad_request},
           {"sbatch: Something that nobody has seen\n", Fault::missing_resource},
           {"", Fault::missing_resource},
       }) {
    CAPTURE(errors);
    CHECK(failure_of("cannot submit the job", errors).fault() == fault);
  }
}

TEST_CASE("SLURM's own words are in the message, without its internals") {
  CHECK(
      std::string(failure_of("cannot submit the job",
                             "sbatch: error: invalid partition specified: nosuch\n"
                             "sbatch: error: Batch job submission failed: Invalid partition name specified\n")
                      .what()) ==
      "cannot submit the job: the cluster has no such partition (SLURM says: invalid partition specified: "
      "nosuch; "
      "Invalid partition name specified) - the operator must correct the partition for jobs of this type");
  CHECK(slurm::words_of("scontrol: error: slurm_send_node_msg: auth_g_create: no\x01good\n") == "no good");
  CHECK(slurm::words_of(std::string(5000, 'x')).size() == 300);
}

}  // namespace
