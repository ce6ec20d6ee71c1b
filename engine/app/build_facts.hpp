/// What this program is and what it was built with.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace engine {

std::vector<std::pair<std::string, std::string>> build_facts();
std::string build_facts_text();
std::string build_facts_json();

}  // namespace engine
