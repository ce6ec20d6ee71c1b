/// What this program is and what it was built with.
#pragma once

#include <string>

#include "engine/io/report_json.hpp"

namespace engine {

SoftwareFacts software_facts();
std::string build_facts_text();
std::string build_facts_json();

}  // namespace engine
