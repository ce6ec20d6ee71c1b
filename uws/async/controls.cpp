#include "uws/async/controls.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

#include "engine/base/text.hpp"
#include "uws/http/respond.hpp"

namespace uws {

using engine::same_word;
using http::Refusal;
using std::chrono::seconds;

namespace {

constexpr std::array<std::string_view, 6> control_names{
    "PHASE", "EXECUTIONDURATION", "DESTRUCTION", "RUNID", "ACTION", "WAIT"};

std::string quoted(std::string_view value) {
  constexpr std::size_t shown = 80;
  bool const cut = value.size() > shown;
  return "'" + std::string(value.substr(0, shown)) + (cut ? "..." : "") + "'";
}

[[noreturn]] void throw_bad(std::string_view name, std::string_view value, std::string_view allowed) {
  throw Refusal(
      400, std::string(name) + ": " + quoted(value) + " is not possible - allowed: " + std::string(allowed));
}

/// Digits only: "+5", "5.", "0x5" are nonsense here.
std::optional<std::int64_t> digits(std::string_view value) {
  value = engine::trimmed(value);
  if (value.empty() || value.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  return engine::whole_number(value);
}

jobs::Phase phase_of(std::string_view value) {
  if (auto const phase = jobs::phase_named(value)) return *phase;
  std::string names;
  for (jobs::Phase const phase : jobs::all_phases)
    names += (names.empty() ? "" : ", ") + std::string(jobs::uws_name(phase));
  throw_bad("PHASE", value, names);
}

std::size_t count_of(std::string_view name, std::string_view value, std::int64_t least) {
  auto const number = digits(value);
  if (!number || *number < least)
    throw_bad(name, value, "a whole number, " + std::to_string(least) + " or more");
  return static_cast<std::size_t>(*number);
}

jobs::Instant latest(Allowance const& allowance, jobs::Instant now) { return now + allowance.most; }

}  // namespace

bool is_control(std::string_view name) {
  return std::ranges::any_of(control_names,
                             [name](std::string_view known) { return same_word(name, known); });
}

jobs::Event phase_command(std::string_view value) {
  if (same_word(value, "RUN")) return jobs::Event::run;
  if (same_word(value, "ABORT")) return jobs::Event::abort;
  throw_bad("PHASE", value, "RUN, ABORT");
}

void check_action(std::string_view value) {
  if (!same_word(value, "DELETE")) throw_bad("ACTION", value, "DELETE");
}

seconds execution_duration(std::string_view value, Allowance const& allowance) {
  constexpr std::int64_t most_of_schema = std::numeric_limits<std::int32_t>::max();  // xs:int
  auto const asked = digits(value);
  if (!asked || *asked > most_of_schema)
    throw_bad("EXECUTIONDURATION", value,
              "whole seconds, 0 = no limit, at most " + std::to_string(most_of_schema));
  if (allowance.most.count() == 0) return seconds(*asked);
  return *asked == 0 ? allowance.most : std::min(seconds(*asked), allowance.most);
}

std::optional<jobs::Instant> destruction(std::string_view value, Allowance const& allowance,
                                         jobs::Instant now) {
  bool const endless = allowance.most.count() == 0;
  if (engine::trimmed(value).empty()) return endless ? std::nullopt : std::optional(latest(allowance, now));
  auto const asked = jobs::instant_from(value);
  if (!asked) throw_bad("DESTRUCTION", value, "a date in UTC as 2026-12-31T12:00:00Z");
  return endless ? *asked : std::min(*asked, latest(allowance, now));
}

std::string run_id(std::string_view value) {
  constexpr std::size_t longest = 64;
  if (value.size() > longest) throw_bad("RUNID", value, "64 characters at most");
  return std::string(value);
}

std::optional<jobs::Instant> usual_destruction(Allowance const& allowance, jobs::Instant now) {
  return allowance.usual.count() == 0 ? std::nullopt : std::optional(now + allowance.usual);
}

std::optional<seconds> wait_asked(http::Parameters const& parameters, seconds longest) {
  auto const value = parameters.find("WAIT");
  if (!value) return std::nullopt;
  if (engine::trimmed(*value) == "-1") return longest;
  auto const asked = digits(*value);
  if (!asked) throw_bad("WAIT", *value, "whole seconds, or -1 = as long as possible");
  return std::min(seconds(*asked), longest);
}

std::optional<jobs::Phase> phase_asked(http::Parameters const& parameters) {
  auto const value = parameters.find("PHASE");
  return value ? std::optional(phase_of(*value)) : std::nullopt;
}

DetailAsked detail_asked(http::Parameters const& parameters) {
  DetailAsked asked;
  if (auto const value = parameters.find("DETAIL")) {
    asked.wanted = same_word(*value, "yes");
    if (!asked.wanted && !same_word(*value, "no")) throw_bad("DETAIL", *value, "yes, no");
  }
  if (auto const value = parameters.find("SINCE")) {
    asked.since = digits(*value);
    if (!asked.since) throw_bad("SINCE", *value, "the revision that an earlier answer gave");
    asked.wanted = true;
  }
  return asked;
}

jobs::JobFilter list_filter(http::Parameters const& parameters) {
  jobs::JobFilter filter;
  for (std::string_view const value : parameters.all("PHASE")) filter.phases.push_back(phase_of(value));
  for (std::string_view const value : parameters.all("AFTER")) {
    auto const after = jobs::instant_from(value);
    if (!after) throw_bad("AFTER", value, "a date in UTC as 2026-12-31T12:00:00Z");
    filter.after = filter.after ? std::max(*filter.after, *after) : after;
  }
  if (auto const value = parameters.find("LAST")) filter.last = count_of("LAST", *value, 1);
  if (auto const value = parameters.find("OFFSET")) filter.offset = count_of("OFFSET", *value, 0);
  if (auto const value = parameters.find("LIMIT")) filter.limit = count_of("LIMIT", *value, 1);
  return filter;
}

}  // namespace uws
