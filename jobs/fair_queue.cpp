#include "jobs/fair_queue.hpp"

#include <algorithm>
#include <tuple>

namespace jobs {

void FairQueue::push(std::string const& owner, JobId const& id) {
  lines_[owner].waiting.push_back(id);
  ++size_;
}

std::optional<std::pair<std::string, JobId>> FairQueue::pop() {
  auto best = lines_.end();
  for (auto line = lines_.begin(); line != lines_.end(); ++line) {
    Line const& candidate = line->second;
    if (candidate.waiting.empty() || (per_owner_ != 0 && candidate.running >= per_owner_)) continue;
    if (best == lines_.end() ||
        std::tie(candidate.running, candidate.turn) < std::tie(best->second.running, best->second.turn))
      best = line;
  }
  if (best == lines_.end()) return std::nullopt;
  JobId id = std::move(best->second.waiting.front());
  best->second.waiting.pop_front();
  ++best->second.running;
  best->second.turn = ++turns_;
  --size_;
  return std::pair(best->first, std::move(id));
}

void FairQueue::done(std::string const& owner) {
  auto const line = lines_.find(owner);
  if (line == lines_.end()) return;
  if (line->second.running > 0) --line->second.running;
  if (line->second.running == 0 && line->second.waiting.empty()) lines_.erase(line);
}

bool FairQueue::remove(JobId const& id) {
  for (auto line = lines_.begin(); line != lines_.end(); ++line) {
    auto& waiting = line->second.waiting;
    auto const place = std::ranges::find(waiting, id);
    if (place == waiting.end()) continue;
    waiting.erase(place);
    --size_;
    if (waiting.empty() && line->second.running == 0) lines_.erase(line);
    return true;
  }
  return false;
}

}  // namespace jobs
