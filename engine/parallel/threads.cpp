#include "engine/parallel/threads.hpp"

#include <algorithm>
#include <cerrno>

#include <sched.h>

#include "engine/base/expects.hpp"
#include "engine/parallel/item_queue.hpp"

#ifdef DISTILL_STD_THREADS
#include <thread>
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

std::vector<int> usable_processor_list() {
  // A fixed mask would be too small on the largest machines: the kernel then says EINVAL.
  for (int most = CPU_SETSIZE; most <= (1 << 20); most *= 2) {
    std::vector<unsigned long> bits(CPU_ALLOC_SIZE(most) / sizeof(unsigned long), 0UL);
    auto* const mask = reinterpret_cast<cpu_set_t*>(bits.data());
    std::size_t const bytes = CPU_ALLOC_SIZE(most);
    if (sched_getaffinity(0, bytes, mask) != 0) {
      if (errno == EINVAL) continue;
      break;
    }
    std::vector<int> list;
    for (int processor = 0; processor < most; ++processor)
      if (CPU_ISSET_S(static_cast<std::size_t>(processor), bytes, mask)) list.push_back(processor);
    return list;
  }
  return {};
}

int usable_processors() { return std::max(1, static_cast<int>(usable_processor_list().size())); }

std::vector<std::vector<int>> processors_of_threads(int threads) {
  EXPECTS(threads >= 1);
  std::vector<std::vector<int>> lists(static_cast<std::size_t>(threads));
#ifdef DISTILL_STD_THREADS
  std::vector<std::jthread> others;
  for (std::vector<int>& list : lists) others.emplace_back([&list] { list = usable_processor_list(); });
#else
#pragma omp parallel for schedule(static, 1) num_threads(threads)
  for (int thread = 0; thread < threads; ++thread)
    lists[static_cast<std::size_t>(thread)] = usable_processor_list();
#endif
  return lists;
}

}  // namespace engine
