#include "engine/app/memory_limit.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace engine;

TEST_CASE("there is some memory, and no more than the machine has") {
  MemoryLimit const limit = memory_limit();
  auto const machine =
      static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  CHECK(limit.bytes > 0);
  CHECK(limit.bytes <= machine);
  CHECK((limit.bytes == machine) == (limit.set_by == "machine"));
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("ulimit counts where it is the smallest") {
  constexpr std::uint64_t small = std::uint64_t{400} << 20;
  pid_t const child = fork();
  if (child == 0) {
    rlimit const space{small, small};
    setrlimit(RLIMIT_AS, &space);
    MemoryLimit const limit = memory_limit();
    _exit(limit.bytes == small && limit.set_by == "ulimit" ? 0 : 1);
  }
  int status = 1;
  waitpid(child, &status, 0);
  CHECK((WIFEXITED(status) && WEXITSTATUS(status) == 0));
}
#endif
