// Names of nodes as SLURM writes them; expected names by `scontrol show hostnames` of SLURM 22.05.
#include "jobs/work/node_list.hpp"

#include <doctest/doctest.h>

#include "jobs/work/launcher.hpp"

using Names = std::vector<std::string>;

TEST_CASE("lists of nodes are written out as scontrol does it") {
  CHECK(jobs::nodes_in("n1") == Names{"n1"});
  CHECK(jobs::nodes_in("n[1-3,07],login") == Names{"n1", "n2", "n3", "n07", "login"});
  CHECK(jobs::nodes_in("n[08-11]") == Names{"n08", "n09", "n10", "n11"});
  CHECK(jobs::nodes_in("r[0-1]n[1-2]") == Names{"r0n1", "r0n2", "r1n1", "r1n2"});
  CHECK(jobs::nodes_in("a.example,b-1") == Names{"a.example", "b-1"});
  CHECK(jobs::nodes_in("n[0-65535]")->size() == 65536);
}

TEST_CASE("what is no list of nodes is none, and a huge one does no harm") {
  for (char const* const text : {"",
                                 ",",
                                 "n1,",
                                 "n[",
                                 "n[]",
                                 "n[1",
                                 "n1]",
                                 "n[1-]",
                                 "n[-1]",
                                 "n[3-1]",
                                 "n[1,,2]",
                                 "n[a-b]",
                                 "n[1-2-3]",
                                 "n[0-65536]",
                                 "n[1-60000],m[1-60000]",
                                 "n[1-1000]x[1-1000]",
                                 "n[1-99999999999999999999999]",
                                 "n 1",
                                 "n[[1]]",
                                 "n[18446744073709551615-18446744073709551616]"})
    CHECK_MESSAGE(!jobs::nodes_in(text), text);
}

TEST_CASE("within SLURM the launcher fits the program's MPI library and this SLURM") {
  std::string const list =
      "MPI plugin types are...\n\tpmix\n\tnone\n\tcray_shasta\n\tpmi2\nspecific pmix plugin versions "
      "available: "
      "pmix_v4\n";
  std::string const old = "srun: MPI types are...\nsrun: pmi2\nsrun: none\n";
  using jobs::MpiLibrary;
  CHECK(jobs::mpi_library_in("\tlibmpi.so.40 => /lib/x86_64-linux-gnu/libmpi.so.40") == MpiLibrary::open_mpi);
  CHECK(jobs::mpi_library_in("\tlibmpich.so.12 => /lib/libmpich.so.12") == MpiLibrary::mpich);
  CHECK(jobs::mpi_library_in("\tlibmpi.so.12 => /opt/intel/lib/libmpi.so.12") == MpiLibrary::mpich);
  CHECK(jobs::mpi_library_in("\tnot a dynamic executable") == MpiLibrary::unknown);
  CHECK(jobs::launcher_in_slurm(MpiLibrary::open_mpi, list) == "srun --mpi=pmix");
  CHECK(jobs::launcher_in_slurm(MpiLibrary::mpich, list) == "srun --mpi=pmi2");
  CHECK(jobs::launcher_in_slurm(MpiLibrary::open_mpi, old) == "mpirun");
  CHECK(jobs::launcher_in_slurm(MpiLibrary::unknown, list) == "mpirun");
  CHECK(jobs::launcher_in_slurm(MpiLibrary::open_mpi, "") == "mpirun");
}
