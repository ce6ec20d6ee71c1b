/// Paths in JSON files of a work folder.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace slurm {

/// The document with each text in it (no names of members) as `mapped` gives it; nothing if it is no JSON.
std::optional<std::string> json_with_texts(std::string const& document,
                                           std::function<std::string(std::string const&)> const& mapped);

}  // namespace slurm
