/// The file systems of the hosts: is the output folder shared, how fast are they, can the data be read?
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/app/selftest_report.hpp"
#include "engine/parallel/communicator.hpp"

namespace engine {

/// All of these are collective; the results are the same on every rank.

/// The root writes a file in `folder` (which it made) that all must see with its content, and every rank one
/// that the root must see, each within `patience`. Nothing is left behind.
std::vector<SeenFile> tried_sharing(std::string const& folder, std::chrono::seconds patience,
                                    Communicator const& ranks);

/// Every host at once writes `bytes` into `folder` and into TMPDIR, and reads them back.
std::vector<FolderSpeed> measured_folders(std::string const& folder, std::uint64_t bytes,
                                          std::vector<RankFacts> const& facts, Communicator const& ranks);

/// Every host looks which data there are, and reads up to `bytes` of them.
std::vector<InputSpeed> measured_inputs(std::vector<std::string> const& inputs, std::uint64_t bytes,
                                        std::vector<RankFacts> const& facts, Communicator const& ranks);

}  // namespace engine
