/// An order's resources for those who ask.
#pragma once

#include <string>

#include "jobs/work/work.hpp"

namespace uws {

/// {"nodes", "processes", "threads", "parts", "memory_bytes", "time_s", "batches", "reason"}; 0: no limit.
std::string resources_json(jobs::WorkOrder const& order);

}  // namespace uws
