/// The machine a run is on, for its provenance.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace jobs {

std::string host_name();
/// "cpu_model", "os" ("Debian GNU/Linux 12 (bookworm)"), "kernel" ("Linux 6.1.0-18-amd64 x86_64").
std::vector<std::pair<std::string, std::string>> host_facts();

}  // namespace jobs
