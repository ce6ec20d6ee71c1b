// Do collectives give what they must, and how fast do ranks talk?
#include <chrono>
#include <map>

#include "engine/app/job_frame.hpp"
#include "engine/app/selftest_ranks.hpp"

namespace engine {

namespace {

/// Several slices of the reduction and a remainder: 24 MB.
constexpr std::size_t summed_values = 6 * (std::size_t{1} << 20) + 17;
constexpr int latency_rounds = 200, bandwidth_rounds = 5;

/// Any 32 bits that depend on every bit of the index (the finalizer of MurmurHash3, public domain).
std::uint32_t scrambled(std::uint32_t x) {
  x = (x ^ (x >> 16)) * 0x85ebca6bU;
  x = (x ^ (x >> 13)) * 0xc2b2ae35U;
  return x ^ (x >> 16);
}

/// Rank r has (r+1) times the scrambled index, modulo 2^32; so the sum is known without asking the others.
std::string wrong_in_sum(Communicator const& ranks) {
  auto const weight = static_cast<std::uint32_t>(ranks.rank() + 1);
  std::vector<std::uint32_t> values(summed_values);
  for (std::uint32_t i = 0; i < values.size(); ++i) values[i] = scrambled(i) * weight;
  ranks.sum_to_root(values);
  std::uint32_t weights = 0;
  for (int rank = 0; rank < ranks.size(); ++rank) weights += static_cast<std::uint32_t>(rank + 1);
  for (std::uint32_t i = 0; ranks.is_root() && i < values.size(); ++i)
    if (values[i] != scrambled(i) * weights)
      return "element " + std::to_string(i) + " of a sum of " + std::to_string(values.size()) + " is " +
             std::to_string(values[i]) + " instead of " + std::to_string(scrambled(i) * weights);
  return "";
}

std::string text_of_rank(int rank) {
  std::string text(static_cast<std::size_t>(1000 + 37 * rank), ' ');
  for (std::size_t i = 0; i < text.size(); ++i)
    text[i] =
        static_cast<char>(scrambled(static_cast<std::uint32_t>(i) ^ static_cast<std::uint32_t>(rank << 20)));
  return text;
}

std::string wrong_in_texts(Communicator const& ranks) {
  std::vector<std::string> const all = ranks.gather(text_of_rank(ranks.rank()));
  for (int rank = 0; rank < ranks.size(); ++rank)
    if (all[static_cast<std::size_t>(rank)] != text_of_rank(rank))
      return "rank " + std::to_string(ranks.rank()) + " got other bytes from rank " + std::to_string(rank);
  std::string text = ranks.is_root() ? text_of_rank(ranks.size() + 1) : "";
  ranks.broadcast(text);
  if (text != text_of_rank(ranks.size() + 1))
    return "rank " + std::to_string(ranks.rank()) + " got another text from the first rank";
  return "";
}

}  // namespace

CollectiveFacts tried_collectives(Communicator const& ranks) {
  CollectiveFacts facts;
  facts.bytes = summed_values * sizeof(std::uint32_t);
  Stopwatch const watch;
  std::string mine = wrong_in_sum(ranks);
  facts.sum_s = watch.seconds();
  std::string const texts = wrong_in_texts(ranks);
  if (mine.empty()) mine = texts;
  for (std::string const& wrong : ranks.gather(mine))
    if (facts.wrong.empty()) facts.wrong = wrong;
  return facts;
}

std::vector<LinkFacts> measured_links(std::vector<RankFacts> const& ranks, std::uint64_t bytes,
                                      Communicator const& communicator) {
  std::vector<LinkFacts> links;
  std::map<std::string, int> first_of_host;
  bool within_a_host = false;
  for (RankFacts const& rank : ranks) {
    auto const [first, is_new] = first_of_host.try_emplace(rank.host, rank.rank);
    if (!is_new && !within_a_host) {
      within_a_host = true;
      links.push_back({first->second, rank.rank, true, 0, 0});
    } else if (is_new && rank.rank != 0) {
      links.push_back({0, rank.rank, false, 0, 0});
    }
  }
  for (LinkFacts& link : links) {
    link.latency_s = communicator.ping(link.from, link.to, 8, latency_rounds);
    if (bytes == 0) continue;
    double const seconds = communicator.ping(link.from, link.to, bytes, bandwidth_rounds);
    link.bytes_per_s = seconds > 0 ? static_cast<double>(bytes) / seconds : 0;
  }
  return links;
}

}  // namespace engine
