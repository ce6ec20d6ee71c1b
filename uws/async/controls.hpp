/// The words and numbers by which clients steer a job: PHASE, WAIT, EXECUTIONDURATION, DESTRUCTION, ACTION,
/// and the filters of a list. Bad values are refused with what is allowed.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "jobs/lifecycle.hpp"
#include "jobs/store.hpp"
#include "uws/async/job_policy.hpp"
#include "uws/http/form.hpp"

namespace uws {

/// Is it a name that UWS keeps for itself in a POST (any case)?
bool is_control(std::string_view name);

/// All of these throw http::Refusal(400).
jobs::Event phase_command(std::string_view value);  ///< RUN or ABORT
void check_action(std::string_view value);          ///< DELETE and nothing else
/// Whole seconds, 0 = no limit; more than the allowance gives is cut, as the standard lets a service do.
std::chrono::seconds execution_duration(std::string_view value, Allowance const& allowance);
/// Any date of instant_from(); later than allowed is cut, empty: as late as allowed.
std::optional<jobs::Instant> destruction(std::string_view value, Allowance const& allowance,
                                         jobs::Instant now);
std::string run_id(std::string_view value);  ///< 64 characters at most (TAP 1.1 section 2.7.9)

std::optional<jobs::Instant> usual_destruction(Allowance const& allowance, jobs::Instant now);

/// WAIT=n: seconds, -1 = as long as `longest`, which also bounds every other n. Nothing if there is no WAIT.
std::optional<std::chrono::seconds> wait_asked(http::Parameters const& parameters,
                                               std::chrono::seconds longest);
/// The PHASE that goes with WAIT.
std::optional<jobs::Phase> phase_asked(http::Parameters const& parameters);

/// Ours, beside WAIT: wake me on any change, not of the phase only. DETAIL=yes, or SINCE=<revision that I
/// know> (an answer at once if it is another by now).
struct DetailAsked {
  bool wanted = false;
  std::optional<std::int64_t> since{};
};
DetailAsked detail_asked(http::Parameters const& parameters);

/// PHASE (repeated: any of them), AFTER (strictly later), LAST (n newest), OFFSET and LIMIT (pages; ours).
/// list and owner are left open.
jobs::JobFilter list_filter(http::Parameters const& parameters);

}  // namespace uws
