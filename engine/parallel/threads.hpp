/// The threads of one rank.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace engine {

/// Calls `work(item, thread)` for every item below `items`, on up to `threads` threads (thread numbers are
/// below `threads`); items are handed out in order, one by one, so that unequal ones balance. After an
/// exception no new item is begun; when all threads have stopped, the exception of the lowest item is thrown
/// again.
void for_each_item(std::size_t items, int threads,
                   std::function<void(std::size_t item, int thread)> const& work);

/// Processors that this process may use (its affinity mask); at least 1.
int usable_processors();
std::vector<int> usable_processor_list();  ///< their numbers, ascending

/// Where each of as many threads as for_each_item would use may run.
std::vector<std::vector<int>> processors_of_threads(int threads);

}  // namespace engine
