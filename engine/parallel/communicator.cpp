#include "engine/parallel/communicator.hpp"

#include <algorithm>
#include <ctime>
#include <limits>

#include <mpi.h>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/parallel/threads.hpp"

namespace engine {

struct Communicator::World {
  int rank = 0, size = 1, on_this_host = 1, processors = usable_processors();
  bool started = false;

  ~World() {
    // A rank that leaves while another still waits would hang it; MPI_Finalize is collective and waits too.
    if (started) MPI_Finalize();
  }
};

std::string mpi_library() {
  char text[MPI_MAX_LIBRARY_VERSION_STRING] = "";
  int length = 0;
  if (MPI_Get_library_version(text, &length) != MPI_SUCCESS) return "";
  // One line: MPICH tells its whole configuration.
  std::string const all(text, static_cast<std::size_t>(length));
  return std::string(trimmed(all.substr(0, all.find('\n'))));
}

namespace {

/// What this rank has of its processors if those that several ranks of the host may use are shared evenly.
int processors_among(MPI_Comm host) {
  std::vector<int> const mine = usable_processor_list();
  int highest = mine.empty() ? 0 : mine.back();
  MPI_Allreduce(MPI_IN_PLACE, &highest, 1, MPI_INT, MPI_MAX, host);
  std::vector<int> users(static_cast<std::size_t>(highest) + 1, 0);
  for (int const processor : mine) users[static_cast<std::size_t>(processor)] = 1;
  MPI_Allreduce(MPI_IN_PLACE, users.data(), highest + 1, MPI_INT, MPI_SUM, host);
  double share = 0;
  for (int const processor : mine) share += 1.0 / users[static_cast<std::size_t>(processor)];
  return std::max(1, static_cast<int>(share + 1e-6));
}

double clock_s() {
  std::timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

constexpr int ping_tag = 1;

}  // namespace

Communicator::Communicator(std::unique_ptr<World> world) : world_(std::move(world)) {}
Communicator::Communicator(Communicator&&) noexcept = default;
Communicator& Communicator::operator=(Communicator&&) noexcept = default;
Communicator::~Communicator() = default;

Communicator Communicator::alone() { return Communicator(std::make_unique<World>()); }

Communicator Communicator::world() {
  std::optional<int> const expected = launched_processes();
  if (!expected) return alone();
  if (std::optional<std::string> const trouble = launch_trouble())
    throw Failure(Fault::missing_resource, "cannot start: " + *trouble);
  auto world = std::make_unique<World>();
  int provided = 0;
  // Only the thread that started MPI calls it (parallel regions never do).
  MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
  world->started = true;
  MPI_Comm_rank(MPI_COMM_WORLD, &world->rank);
  MPI_Comm_size(MPI_COMM_WORLD, &world->size);
  if (world->size != *expected)
    throw Failure(
        Fault::missing_resource,
        "cannot start: the launcher started " + std::to_string(*expected) + " processes, but MPI sees " +
            std::to_string(world->size) +
            " (each would do the whole job) - use the launcher of the MPI that distill was built with, "
            "under SLURM for example srun --mpi=pmix");
  MPI_Comm host = MPI_COMM_NULL;
  MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &host);
  MPI_Comm_size(host, &world->on_this_host);
  world->processors = processors_among(host);
  MPI_Comm_free(&host);
  return Communicator(std::move(world));
}

int Communicator::rank() const { return world_->rank; }
int Communicator::size() const { return world_->size; }
int Communicator::ranks_on_this_host() const { return world_->on_this_host; }
int Communicator::processors() const { return world_->processors; }

void Communicator::broadcast(std::string& text) const {
  if (size() == 1) return;
  std::uint64_t length = text.size();
  MPI_Bcast(&length, 1, MPI_UINT64_T, 0, MPI_COMM_WORLD);
  EXPECTS(length < (std::uint64_t{1} << 31));
  text.resize(length);
  MPI_Bcast(text.data(), static_cast<int>(length), MPI_CHAR, 0, MPI_COMM_WORLD);
}

std::vector<std::string> Communicator::gather(std::string const& mine) const {
  if (size() == 1) return {mine};
  std::size_t const n = static_cast<std::size_t>(size());
  EXPECTS(mine.size() < (std::size_t{1} << 30));
  int const length = static_cast<int>(mine.size());
  std::vector<int> lengths(n), starts(n);
  MPI_Allgather(&length, 1, MPI_INT, lengths.data(), 1, MPI_INT, MPI_COMM_WORLD);
  std::size_t total = 0;
  for (std::size_t i = 0; i < n; ++i) {
    starts[i] = static_cast<int>(total);
    total += static_cast<std::size_t>(lengths[i]);
  }
  EXPECTS(total < (std::size_t{1} << 31));
  std::string all(total, ' ');
  MPI_Allgatherv(mine.data(), length, MPI_CHAR, all.data(), lengths.data(), starts.data(), MPI_CHAR,
                 MPI_COMM_WORLD);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < n; ++i)
    out.push_back(all.substr(static_cast<std::size_t>(starts[i]), static_cast<std::size_t>(lengths[i])));
  return out;
}

void Communicator::sum(std::span<std::uint64_t> values) const {
  if (size() == 1 || values.empty()) return;
  EXPECTS(values.size() < (std::size_t{1} << 31));
  MPI_Allreduce(MPI_IN_PLACE, values.data(), static_cast<int>(values.size()), MPI_UINT64_T, MPI_SUM,
                MPI_COMM_WORLD);
}

void Communicator::sum_to_root(std::span<std::uint32_t> values) const {
  if (size() == 1) return;
  // Reduced whole, the root needs a second cube; slices of 1 MB were also twice as fast (performance notes).
  constexpr std::size_t slice = 262144;
  for (std::size_t first = 0; first < values.size(); first += slice) {
    std::span<std::uint32_t> const part = values.subspan(first, std::min(slice, values.size() - first));
    int const n = static_cast<int>(part.size());
    if (is_root())
      MPI_Reduce(MPI_IN_PLACE, part.data(), n, MPI_UINT32_T, MPI_SUM, 0, MPI_COMM_WORLD);
    else
      MPI_Reduce(part.data(), nullptr, n, MPI_UINT32_T, MPI_SUM, 0, MPI_COMM_WORLD);
  }
}

bool Communicator::any(bool mine) const {
  std::uint64_t count = mine ? 1 : 0;
  sum({&count, 1});
  return count > 0;
}

double Communicator::ping(int a, int b, std::size_t bytes, int rounds) const {
  EXPECTS(a != b && a >= 0 && b >= 0 && a < size() && b < size() && rounds >= 1 &&
          bytes < (std::size_t{1} << 31));
  double best_s = std::numeric_limits<double>::infinity();
  if (rank() == a || rank() == b) {
    std::vector<char> buffer(bytes);
    int const other = rank() == a ? b : a, n = static_cast<int>(bytes);
    for (int round = 0; round < rounds; ++round) {
      double const start_s = MPI_Wtime();
      if (rank() == a) MPI_Send(buffer.data(), n, MPI_CHAR, other, ping_tag, MPI_COMM_WORLD);
      MPI_Recv(buffer.data(), n, MPI_CHAR, other, ping_tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
      if (rank() == b) MPI_Send(buffer.data(), n, MPI_CHAR, other, ping_tag, MPI_COMM_WORLD);
      best_s = std::min(best_s, MPI_Wtime() - start_s);
    }
  }
  MPI_Bcast(&best_s, 1, MPI_DOUBLE, a, MPI_COMM_WORLD);
  return best_s / 2;
}

ClockOffset Communicator::clock_of(int other) const {
  EXPECTS(other >= 0 && other < size());
  ClockOffset best{0, other == 0 ? 0 : std::numeric_limits<double>::infinity()};
  constexpr int rounds = 20;
  for (int round = 0; other != 0 && round < rounds; ++round) {
    double theirs_s = 0;
    if (rank() == other) {
      MPI_Recv(&theirs_s, 1, MPI_DOUBLE, 0, ping_tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
      theirs_s = clock_s();
      MPI_Send(&theirs_s, 1, MPI_DOUBLE, 0, ping_tag, MPI_COMM_WORLD);
    } else if (is_root()) {
      double const start_s = clock_s();
      MPI_Send(&theirs_s, 1, MPI_DOUBLE, other, ping_tag, MPI_COMM_WORLD);
      MPI_Recv(&theirs_s, 1, MPI_DOUBLE, other, ping_tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
      double const end_s = clock_s(), half_s = (end_s - start_s) / 2;
      // The answer was made at some time in between.
      if (half_s < best.uncertainty_s) best = {theirs_s - (start_s + half_s), half_s};
    }
  }
  if (size() == 1) return best;
  double facts[2] = {best.ahead_s, best.uncertainty_s};
  MPI_Bcast(facts, 2, MPI_DOUBLE, 0, MPI_COMM_WORLD);
  return {facts[0], facts[1]};
}

void Communicator::abort(int status) const {
  if (size() > 1) MPI_Abort(MPI_COMM_WORLD, status);
}

std::optional<Trouble> trouble_in(std::function<void()> const& work) {
  try {
    work();
    return std::nullopt;
  } catch (Failure const& failure) {
    return Trouble{static_cast<int>(failure.fault()), failure.what()};
  } catch (std::bad_alloc const&) {
    return Trouble{static_cast<int>(Fault::missing_resource),
                   "not enough memory - use fewer threads, a smaller map, or more nodes"};
  } catch (std::exception const& error) {
    return Trouble{static_cast<int>(Fault::internal), error.what()};
  }
}

void throw_if_any_failed(Communicator const& ranks, std::optional<Trouble> const& mine) {
  if (ranks.size() == 1) {
    if (mine) throw Failure(static_cast<Fault>(mine->fault), mine->message);
    return;
  }
  std::vector<std::string> const all =
      ranks.gather(mine ? std::to_string(mine->fault) + " " + mine->message : "");
  for (std::size_t rank = 0; rank < all.size(); ++rank) {
    if (all[rank].empty()) continue;
    std::size_t const blank = all[rank].find(' ');
    Fault const fault = static_cast<Fault>(whole_number(all[rank].substr(0, blank)).value_or(0));
    throw Failure(fault, "rank " + std::to_string(rank) + ": " + all[rank].substr(blank + 1));
  }
}

}  // namespace engine
