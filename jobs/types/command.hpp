/// From a job's parameters to the words of its command.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "jobs/types/check.hpp"
#include "jobs/types/job_type.hpp"

namespace jobs {

/// Where things are for one job. Paths are absolute.
struct Places {
  std::filesystem::path inputs{};  ///< "{inputs}": the folder with the index tables of the chosen runs
  std::filesystem::path output{};  ///< "{output}": the folder the results go to
  std::string engine{"distill"};   ///< "{engine}": the program, for scripts that call it
  std::filesystem::path job{};     ///< what Parameter::file is relative to
  /// By parameter: the files or folders that stand for an input's values. Of an input that is not here,
  /// uploads stand for themselves and anything else for `inputs`.
  std::map<std::string, std::vector<std::filesystem::path>, std::less<>> files{};
  /// Of a name_value command: what the service itself sets, such as {"out", ...}, {"nthreads", "2"}.
  std::vector<std::pair<std::string, std::string>> settings{};
  int processes = 1, threads = 1;  ///< "{processes}", "{threads}"
};

inline constexpr std::size_t longest_word = 120'000;  ///< bytes; Linux takes 128 KiB
inline constexpr std::size_t longest_command = 1'000'000;

/// Of the type that does the work, with CheckedParameters::work. Each word is what it is: no shell, and no
/// value becomes an option or a second word. Failure(bad_request) for a value that would, and for a command
/// that is too long.
std::vector<std::string> command_line(JobType const& type, std::vector<ResolvedParameter> const& work,
                                      Places const& places);

/// Does a word of the template begin with this parameter, so that a value "-x" would be taken for an option?
bool leads_a_word(CommandDescription const& command, std::string_view parameter);

}  // namespace jobs
