/// The lines in which a program says how far it is, on its standard error.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "jobs/job.hpp"

namespace jobs {

struct ToldError {
  std::string message{}, fault{};  ///< fault: a word of engine::FaultRow, or empty
};

/// {"stage": "reading", "fraction": 0.25} or {"error": {"message": "...", "fault": "bad_data"}}; other
/// members do not matter. Nothing for any other line: it belongs into the log.
std::optional<std::variant<JobInfo, ToldError>> told_in(std::string_view line);

}  // namespace jobs
