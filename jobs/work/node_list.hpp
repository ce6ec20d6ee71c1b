/// SLURM's short way of writing the names of many nodes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jobs {

/// "n[1-3,07],login,r[0-1]n[1-2]" as its names, in order. Nothing for what is not of this form, or names more
/// than 65536 nodes.
std::optional<std::vector<std::string>> nodes_in(std::string_view list);

}  // namespace jobs
