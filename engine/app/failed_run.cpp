#include "engine/app/failed_run.hpp"

#include <map>

#include "engine/app/wire.hpp"

namespace engine {

std::vector<FailedRun> shared_failures(Communicator const& ranks, std::vector<FailedRun> const& mine) {
  WireWriter out;
  out.number(static_cast<std::int64_t>(mine.size()));
  for (FailedRun const& f : mine) {
    out.number(static_cast<std::int64_t>(f.run));
    out.number(f.rank);
    out.number(static_cast<std::int64_t>(f.fault));
    out.text(f.reason);
  }
  std::map<std::size_t, FailedRun> by_run;
  for (std::string const& bytes : ranks.gather(out.bytes())) {
    WireReader in(bytes);
    for (std::int64_t left = in.number(); left > 0; --left) {
      FailedRun f;
      f.run = static_cast<std::size_t>(in.number());
      f.rank = static_cast<int>(in.number());
      f.fault = static_cast<Fault>(in.number());
      f.reason = in.text();
      by_run.try_emplace(f.run, f);
    }
  }
  std::vector<FailedRun> all;
  for (auto& [run, failure] : by_run) all.push_back(std::move(failure));
  return all;
}

}  // namespace engine
