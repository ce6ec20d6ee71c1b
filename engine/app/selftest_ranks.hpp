/// Who the ranks are, and how they talk to each other.
#pragma once

#include <cstdint>

#include "engine/app/selftest_report.hpp"
#include "engine/app/session.hpp"

namespace engine {

/// All of these are collective; the results are the same on every rank.
std::vector<RankFacts> shared_rank_facts(Session const& session);
/// A parameter of 0 leaves it to what launcher and batch system say.
ExpectedRanks expected_ranks(std::int64_t ranks, std::int64_t nodes, Session const& session);
std::vector<ClockFacts> shared_clocks(std::vector<RankFacts> const& ranks, Communicator const& communicator);

/// Sums, gathers and broadcasts numbers of which every rank knows what must come out.
CollectiveFacts tried_collectives(Communicator const& ranks);

/// Between the first two ranks of the first host that has two, and from the first rank to each other host.
std::vector<LinkFacts> measured_links(std::vector<RankFacts> const& ranks, std::uint64_t bytes,
                                      Communicator const& communicator);

}  // namespace engine
