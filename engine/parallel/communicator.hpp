/// The ranks of a job. Every function is called by all ranks in the same order, or by none.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/parallel/launch.hpp"

namespace engine {

/// How far a clock is ahead of the root's, and how sure that is.
struct ClockOffset {
  double ahead_s = 0, uncertainty_s = 0;
};

class Communicator {
 public:
  static Communicator alone();
  /// All ranks, if a launcher (mpirun, srun) started this process; else alone, and MPI is never started,
  /// since that alone costs 0.4 s. Throws Failure(missing_resource) when a launcher started several processes
  /// that do not find each other: each would do the whole job and overwrite the others' products.
  static Communicator world();
  Communicator(Communicator&&) noexcept;
  Communicator& operator=(Communicator&&) noexcept;
  ~Communicator();  ///< ends MPI if it was started

  int rank() const;
  int size() const;
  bool is_root() const { return rank() == 0; }
  int ranks_on_this_host() const;
  /// Processors for the threads of this rank: those it may use, and of those that other ranks of the host may
  /// use too its even share; at least 1.
  int processors() const;

  void broadcast(std::string& text) const;                         ///< from the root
  std::vector<std::string> gather(std::string const& mine) const;  ///< to every rank, in order of ranks
  void sum(std::span<std::uint64_t> values) const;                 ///< to every rank
  /// To the root, in slices, so that no second copy of a large cube is needed. Others keep their own values.
  void sum_to_root(std::span<std::uint32_t> values) const;
  bool any(bool mine) const;
  /// Seconds that `bytes` take from one rank to another (half of the best there and back), on every rank.
  double ping(int a, int b, std::size_t bytes, int rounds) const;
  ClockOffset clock_of(int rank) const;  ///< on every rank
  /// Ends every rank at once, if there are others; else returns.
  void abort(int status) const;

 private:
  struct World;
  explicit Communicator(std::unique_ptr<World> world);
  std::unique_ptr<World> world_;
};

/// Throws on every rank if any rank has trouble: the message of the lowest such rank, with its number. To be
/// called before each of the collectives above, or one failed rank would leave the others waiting for ever.
struct Trouble {
  int fault;  ///< engine::Fault as a number
  std::string message;
};
void throw_if_any_failed(Communicator const& ranks, std::optional<Trouble> const& mine);

/// Runs `work` and returns its failure instead of throwing.
std::optional<Trouble> trouble_in(std::function<void()> const& work);

/// The MPI library that this program runs with: "Open MPI v4.1.4, ..."; MPI need not be started.
std::string mpi_library();

}  // namespace engine
