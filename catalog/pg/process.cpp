#include "catalog/pg/process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/failure.hpp"

namespace catalog::pg {

namespace {

struct Pipe {
  int ends[2] = {-1, -1};
  Pipe() {
    if (pipe2(ends, O_CLOEXEC) != 0)
      throw engine::Failure(engine::Fault::missing_resource,
                            std::string("cannot make a pipe: ") + std::strerror(errno));
  }
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  Pipe(Pipe const&) = delete;
  Pipe& operator=(Pipe const&) = delete;
  void close_end(int which) {
    if (ends[which] >= 0) close(ends[which]);
    ends[which] = -1;
  }
};

/// What the child could not do, sent to us through a pipe that a successful exec closes.
struct Trouble {
  int step = 0, error = 0;
};
enum Step { drop_groups, become_user, enter_directory, open_output, execute };

std::string described(Trouble trouble, Command const& command) {
  std::string const why = std::string(" (") + std::strerror(trouble.error) + ")";
  std::string const user = command.user ? command.user->name : std::string("this user");
  switch (trouble.step) {
    case drop_groups:
    case become_user: return "cannot become user " + user + why;
    case enter_directory:
      return "cannot enter the directory as user " + user + ": " + command.directory + why;
    case open_output: return "cannot write as user " + user + ": " + command.log + why;
    default: return "cannot start the program as user " + user + ": " + command.words.front() + why;
  }
}

/// All that is needed behind fork(), made before it: between fork and exec nothing may allocate.
struct Prepared {
  std::vector<char*> words{}, environment{};
  std::array<std::string, 3> variables{"PATH=/usr/bin:/bin", "LC_ALL=C", ""};

  explicit Prepared(Command const& command) {
    for (std::string const& word : command.words) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    if (char const* const libraries = std::getenv("LD_LIBRARY_PATH"))
      variables[2] = std::string("LD_LIBRARY_PATH=") + libraries;
    for (std::string& variable : variables)
      if (!variable.empty()) environment.push_back(variable.data());
    environment.push_back(nullptr);
  }
};

void reset_signals() {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  for (int number = 1; number < NSIG; ++number) signal(number, SIG_DFL);
}

/// A server that lived on with our listening sockets would keep their ports.
void close_from(int first) {
#ifdef SYS_close_range
  if (syscall(SYS_close_range, first, ~0U, 0) == 0) return;
#endif
  long const limit = sysconf(_SC_OPEN_MAX);
  for (int fd = first; fd < (limit > 0 && limit < 65536 ? limit : 65536); ++fd) close(fd);
}

[[noreturn]] void become(Command const& command, Prepared const& prepared, int output, int report) {
  auto const give_up = [report](Step step) {
    Trouble const trouble{step, errno};
    [[maybe_unused]] auto const written = write(report, &trouble, sizeof trouble);
    _exit(127);
  };
  reset_signals();
  setsid();
  umask(077);
  if (command.user) {
    if (setgroups(1, &command.user->gid) != 0 || setgid(command.user->gid) != 0) give_up(drop_groups);
    if (setuid(command.user->uid) != 0) give_up(become_user);
  }
  if (command.dies_with_us) prctl(PR_SET_PDEATHSIG, SIGQUIT);  // behind setuid, which clears it
  if (!command.directory.empty() && chdir(command.directory.c_str()) != 0) give_up(enter_directory);
  if (!command.log.empty())
    output = open(command.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0600);
  int const nothing = open("/dev/null", O_RDWR);
  if (output < 0 || nothing < 0) give_up(open_output);
  // Three standard files, then the report pipe at 3, then nothing else.
  int const moved_output = fcntl(output, F_DUPFD, 10), moved_report = fcntl(report, F_DUPFD, 10);
  dup2(nothing, 0);
  dup2(moved_output, 1);
  dup2(moved_output, 2);
  dup2(moved_report, 3);
  report = 3;
  fcntl(3, F_SETFD, FD_CLOEXEC);
  close_from(4);
  execve(prepared.words.front(), prepared.words.data(), prepared.environment.data());
  Trouble const trouble{execute, errno};
  [[maybe_unused]] auto const written = write(3, &trouble, sizeof trouble);
  _exit(127);
}

pid_t spawn(Command const& command, int output) {
  Prepared const prepared(command);
  Pipe report;
  pid_t const child = fork();
  if (child < 0)
    throw engine::Failure(engine::Fault::missing_resource,
                          "cannot start " + command.words.front() + " (" + std::strerror(errno) + ")");
  if (child == 0) become(command, prepared, output, report.ends[1]);
  report.close_end(1);
  Trouble trouble;
  ssize_t got = 0;
  do got = read(report.ends[0], &trouble, sizeof trouble);
  while (got < 0 && errno == EINTR);
  if (got != sizeof trouble) return child;
  waitpid(child, nullptr, 0);
  throw engine::Failure(engine::Fault::missing_resource, described(trouble, command));
}

int status_of(int wait_status) {
  return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

}  // namespace

pid_t start_program(Command const& command) { return spawn(command, -1); }

Outcome run_program(Command const& command, std::chrono::seconds limit) {
  constexpr std::size_t most = 64 * 1024;
  Pipe output;
  pid_t const child = spawn(command, output.ends[1]);
  output.close_end(1);
  Outcome outcome;
  auto const deadline = std::chrono::steady_clock::now() + limit;
  char buffer[4096];
  while (true) {
    auto const left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd watched{output.ends[0], POLLIN, 0};
    int const ready = left.count() > 0 ? poll(&watched, 1, static_cast<int>(left.count())) : 0;
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) {
      kill(-child, SIGKILL);
      waitpid(child, nullptr, 0);
      throw engine::Failure(
          engine::Fault::missing_resource,
          "program did not end in " + std::to_string(limit.count()) + " s: " + command.words.front());
    }
    ssize_t const got = read(output.ends[0], buffer, sizeof buffer);
    if (got <= 0) break;
    if (outcome.output.size() < most) outcome.output.append(buffer, static_cast<std::size_t>(got));
  }
  int wait_status = 0;
  while (waitpid(child, &wait_status, 0) < 0 && errno == EINTR) {
  }
  outcome.status = status_of(wait_status);
  return outcome;
}

}  // namespace catalog::pg
