/// From a job that was examined to the words that run it.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "uws/analysis/examine.hpp"

namespace uws {

/// The folders of a job, absolute, and the program distill where it runs.
struct JobPlaces {
  std::filesystem::path job, inputs, work, output, engine;
};
JobPlaces places_of(AnalysisParts const& parts, jobs::Job const& job, std::filesystem::path const& output);

/// How many processes and threads of each this job gets.
struct Shares {
  int processes = 1, threads = 1;
};
Shares shares_of(AnalysisParts const& parts, jobs::JobType const& type, std::int64_t events);

/// Writes the job's input folder and gives the command. `settings`: of a type of the engine, beside those
/// that every run has.
std::vector<std::string> work_command(AnalysisParts const& parts, jobs::JobType const& type,
                                      Examined const& examined, JobPlaces const& places, Shares shares,
                                      std::vector<std::pair<std::string, std::string>> settings);

}  // namespace uws
