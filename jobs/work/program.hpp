/// The program of a run, as a child of the shepherd: started with its limits, its environment and nothing
/// else.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "jobs/descriptor.hpp"
#include "jobs/work/work.hpp"

namespace jobs {

struct Program {
  std::vector<std::string> argv{}, environment{};
  std::filesystem::path directory{}, scratch{};
  std::optional<std::filesystem::path> joining{};  ///< of a control group
};

struct Started {
  pid_t pid = 0;  ///< leads a session and a process group of its own
  Descriptor output{}, errors{};
};

/// Throws engine::Failure with a reason for people if it cannot be started.
Started start_program(Program const& program, WorkOrder const& order);

}  // namespace jobs
