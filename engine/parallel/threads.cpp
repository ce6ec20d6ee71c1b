#include "engine/parallel/threads.hpp"

#include <algorithm>

#include <sched.h>

#include "engine/base/expects.hpp"
#include "engine/parallel/item_queue.hpp"

#ifdef DISTILL_STD_THREADS
#include <thread>
#include <vector>
#endif

namespace engine {

void for_each_item(std::size_t items, int threads, std::function<void(std::size_t, int)> const& work) {
  EXPECTS(threads >= 1);
  int const team = static_cast<int>(std::min(items, static_cast<std::size_t>(threads)));
  ItemQueue queue(items, work);
  if (team <= 1) {
    queue.drain(0);
  } else {
#ifdef DISTILL_STD_THREADS
    // ThreadSanitizer does not know GCC's OpenMP barriers and would report races that are none.
    std::vector<std::jthread> others;
    for (int thread = 1; thread < team; ++thread)
      others.emplace_back([&queue, thread] { queue.drain(thread); });
    queue.drain(0);
    others.clear();
#else
#pragma omp parallel for schedule(static, 1) num_threads(team)
    for (int thread = 0; thread < team; ++thread) queue.drain(thread);
#endif
  }
  queue.rethrow_failure();
}

int usable_processors() {
  cpu_set_t mask;
  CPU_ZERO(&mask);
  return sched_getaffinity(0, sizeof mask, &mask) == 0 ? std::max(1, CPU_COUNT(&mask)) : 1;
}

}  // namespace engine
