/// A program run as a child: arguments as they are (no shell), output caught, limits kept, nothing left
/// behind.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace jobs {

struct ProcessOrder {
  std::vector<std::string> argv;                      ///< argv[0] is looked for in PATH unless it has a slash
  std::filesystem::path directory{};                  ///< to run in; empty: ours
  std::vector<std::string> environment{};             ///< "NAME=value", beside ours
  std::optional<std::chrono::milliseconds> time{};    ///< then it is ended
  std::optional<std::uint64_t> memory_bytes{};        ///< address space of each of its processes
  std::chrono::milliseconds patience{3000};           ///< between asking (SIGTERM) and killing
  std::size_t kept_output = 64 << 10;                 ///< of each stream, the last so many bytes
  std::function<void(std::string const&)> on_line{};  ///< each line of standard error, as it comes
  std::string input{};                                ///< what it reads on standard input
};

struct ProcessResult {
  enum class End { exited, killed, timed_out, stopped } end = End::exited;
  int status = 0;  ///< exit status, or the signal's number if killed
  std::string output{}, errors{};
};

/// Waits for the end. The child leads a process group of its own: what it has started ends with it. Throws
/// engine::Failure if it cannot be started.
ProcessResult run_process(ProcessOrder const& order, std::stop_token stop = {});

}  // namespace jobs
