#include "jobs/phase.hpp"

#include "engine/base/expects.hpp"
#include "engine/base/text.hpp"

namespace jobs {

std::string_view uws_name(Phase phase) {
  switch (phase) {
    case Phase::pending: return "PENDING";
    case Phase::queued: return "QUEUED";
    case Phase::executing: return "EXECUTING";
    case Phase::completed: return "COMPLETED";
    case Phase::error: return "ERROR";
    case Phase::aborted: return "ABORTED";
    case Phase::unknown: return "UNKNOWN";
    case Phase::held: return "HELD";
    case Phase::suspended: return "SUSPENDED";
    case Phase::archived: return "ARCHIVED";
  }
  engine::contract_broken("phase in range", __FILE__, __LINE__);
}

std::optional<Phase> phase_named(std::string_view name) {
  for (Phase const phase : all_phases)
    if (engine::same_word(name, uws_name(phase))) return phase;
  return std::nullopt;
}

bool is_final(Phase phase) {
  switch (phase) {
    case Phase::completed:
    case Phase::error:
    case Phase::aborted:
    case Phase::archived: return true;
    case Phase::pending:
    case Phase::queued:
    case Phase::executing:
    case Phase::unknown:
    case Phase::held:
    case Phase::suspended: return false;
  }
  engine::contract_broken("phase in range", __FILE__, __LINE__);
}

bool is_active(Phase phase) {
  return phase == Phase::pending || phase == Phase::queued || phase == Phase::executing;
}

bool is_underway(Phase phase) {
  return phase == Phase::queued || phase == Phase::executing || phase == Phase::suspended ||
         phase == Phase::unknown;
}

}  // namespace jobs
