// `test_batch_daemon <folder>`: a daemon that can be killed at any moment. Runs all jobs of its store and
// ends when all have ended.
#include <cstdio>

#include "tests/jobs/work/batch_site.hpp"
#include "tests/jobs/work/file_store.hpp"

int main(int count, char** words) try {
  if (count != 2) return 2;
  std::filesystem::path const folder = words[1];
  test_jobs::FileStore store(folder / "store");
  test_jobs::BatchSite site(store, folder / "results", {}, {.running = 4},
                            {.restartable = false, .attempts = 1000});
  site.supervisor.recover();
  site.supervisor.begin();
  for (auto const& job : store.list({.phases = {jobs::Phase::pending}})) site.supervisor.run(job.id);
  std::vector<jobs::Phase> const over{jobs::Phase::completed, jobs::Phase::error, jobs::Phase::aborted};
  while (store.count({.phases = over}) < store.count({}))
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  return 0;
} catch (std::exception const& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 4;
}
