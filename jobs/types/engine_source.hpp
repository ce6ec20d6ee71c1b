/// Job types of the engine, from `distill describe`. Internal to the registry.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "jobs/types/job_type.hpp"

namespace jobs {

inline constexpr char const* engine_origin = "engine";

/// One thread at a time.
class EngineSource {
 public:
  /// `program`: a path, or a name looked up in PATH; empty: no engine.
  explicit EngineSource(std::string program) : program_(std::move(program)) {}

  /// Asks the program when its file has changed, and every ten seconds as long as it has no good answer.
  std::vector<JobType> types(std::vector<std::string>& complaints);

 private:
  struct Stamp {
    std::filesystem::file_time_type changed{};
    std::uintmax_t size = 0;
    bool operator==(Stamp const&) const = default;
  };
  void ask(std::filesystem::path const& file);

  std::string program_;
  Stamp stamp_{};
  std::chrono::steady_clock::time_point asked_{};
  std::vector<JobType> good_;
  std::vector<std::string> problems_;
};

}  // namespace jobs
