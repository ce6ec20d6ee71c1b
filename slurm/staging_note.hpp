/// What a work folder here says about its job's folder there.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "jobs/work/work.hpp"

namespace slurm {

/// The file "<work>/staged". Written before anything is sent, removed when nothing is left there: so no
/// folder there is forgotten, whenever the daemon is killed.
struct StageNote {
  bool home = false;                    ///< all that is wanted has come home; what is there may go
  std::vector<jobs::FileSum> inputs{};  ///< WorkOrder::inputs as they were sent
};

std::optional<StageNote> read_stage_note(std::filesystem::path const& work);
void write_stage_note(std::filesystem::path const& work, StageNote const& note);
void remove_stage_note(std::filesystem::path const& work) noexcept;

inline constexpr char const* stage_note_name = "staged";

}  // namespace slurm
