/// The environments of a shepherd and of the program it runs. Nothing of the daemon's own (its settings, the
/// database's address and password) gets through.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "jobs/work/work.hpp"

namespace jobs {

/// Of this process's variables those that a program may see, as "NAME=value": PATH, the search path of
/// libraries, the time zone, and what OpenMP, MPI, SLURM and the sanitizers read. In the script of a batch:
/// all but what looks like the service's own.
std::vector<std::string> harmless_variables();

/// For the program: harmless_variables(), HOME and TMPDIR in the work folder, LANG, threads, the mark of the
/// run, and over all of them what the order says.
std::vector<std::string> program_environment(WorkOrder const& order, std::filesystem::path const& folder);

/// Made for a run, removed after it.
inline constexpr char const* scratch_name = "tmp";

}  // namespace jobs
