#include "uws/async/admission.hpp"

#include "uws/async/job_html.hpp"
#include "uws/http/respond.hpp"

namespace uws {

namespace {

using http::Refusal;
using jobs::Phase;

constexpr std::chrono::seconds usage_holds{5};
constexpr std::size_t most_known = 10000;

std::string who(User const& user) {
  return user.name.empty() ? "those who are not signed in have, together, " : "you have ";
}

}  // namespace

UserUsage Admission::usage_of(std::string const& owner) {
  auto const now = Clock::now();
  {
    std::scoped_lock const lock(mutex_);
    auto const place = known_.find(owner);
    if (place != known_.end() && now - place->second.asked < usage_holds) return place->second.usage;
  }
  UserUsage const usage = usage_of_(owner);
  std::scoped_lock const lock(mutex_);
  if (known_.size() >= most_known) known_.clear();
  known_[owner] = {now, usage};
  return usage;
}

void Admission::operator()(User const& user) {
  if (user.administrator) return;
  if (limits_.jobs > 0) {
    jobs::JobFilter filter;
    filter.owner = user.name;
    filter.phases = {Phase::pending, Phase::queued,    Phase::executing,
                     Phase::held,    Phase::suspended, Phase::unknown};
    filter.limit = limits_.jobs;
    if (store_.count(filter) >= limits_.jobs)
      throw Refusal(429, "no more jobs now: " + who(user) + std::to_string(limits_.jobs) +
                             " that have not ended - wait for them, or delete some (PENDING ones count too)");
  }
  if ((limits_.cpu.count() == 0 && limits_.result_bytes == 0) || !usage_of_) return;
  UserUsage const usage = usage_of(user.name);
  if (limits_.cpu.count() > 0 && usage.cpu_seconds >= static_cast<double>(limits_.cpu.count()))
    throw Refusal(429, "no more jobs now: " + who(user) + "used " +
                           std::to_string(static_cast<std::int64_t>(usage.cpu_seconds)) +
                           " s of processor time within a day - allowed: " +
                           std::to_string(limits_.cpu.count()) + " s; try again later");
  if (limits_.result_bytes > 0 && usage.result_bytes >= limits_.result_bytes)
    throw Refusal(429,
                  "no more jobs now: " + who(user) + "results of " +
                      readable_size(static_cast<std::int64_t>(usage.result_bytes)) +
                      " here - allowed: " + readable_size(static_cast<std::int64_t>(limits_.result_bytes)) +
                      "; fetch what you need and delete those jobs");
}

}  // namespace uws
