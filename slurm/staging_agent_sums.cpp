// The far end: files by their names, and the sums of many. The file systems of clusters serve several readers
// faster than one.
#include <algorithm>
#include <atomic>
#include <thread>

#include "engine/base/failure.hpp"
#include "engine/io/sha256.hpp"
#include "slurm/staging_agent_steps.hpp"

namespace slurm {
namespace {

constexpr std::size_t most_threads = 4;  // login nodes are everybody's

}  // namespace

std::filesystem::path file_inside(std::filesystem::path const& folder, std::string const& relative) {
  auto const path = std::filesystem::path(relative).lexically_normal();
  if (path.empty() || path.is_absolute() || *path.begin() == "..")
    throw engine::Failure(engine::Fault::bad_data, "no name of a job's file: '" + relative + "'");
  return folder / path;
}

std::vector<std::string> sums_of_files(std::vector<std::string> const& paths) {
  std::vector<std::string> sums(paths.size());
  std::atomic<std::size_t> next{0};
  auto const work = [&] {
    for (std::size_t i = next++; i < paths.size(); i = next++) try {
        sums[i] = engine::sha256_of_file(paths[i]);
      } catch (engine::Failure const&) {
        sums[i].clear();
      }
  };
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < std::min(most_threads, paths.size()); ++i) others.emplace_back(work);
  work();
  others.clear();
  return sums;
}

}  // namespace slurm
