/// What the far end of staging does, step by step; slurm/staging_agent.hpp says what is asked and answered.
#pragma once

#include <string>
#include <vector>

#include "slurm/staging_ground.hpp"
#include "slurm/staging_words.hpp"

namespace slurm {

std::vector<std::string> begin_step(StageGround const& ground, WordReader& words);
std::vector<std::string> keep_step(StageGround const& ground, WordReader& words);
std::vector<std::string> place_step(StageGround const& ground, WordReader& words);
std::vector<std::string> results_step(StageGround const& ground, WordReader& words);
std::vector<std::string> sums_step(StageGround const& ground, WordReader& words);
std::vector<std::string> news_step(StageGround const& ground, WordReader& words);
std::vector<std::string> list_step(StageGround const& ground, WordReader& words);
std::vector<std::string> clean_step(StageGround const& ground, WordReader& words);

/// Below its folder, with no step up. Failure(bad_data) for anything else.
std::filesystem::path file_inside(std::filesystem::path const& folder, std::string const& relative);

/// SHA-256 of each, several at a time; empty for what cannot be read.
std::vector<std::string> sums_of_files(std::vector<std::string> const& paths);

}  // namespace slurm
