#include "jobs/work/program.hpp"

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/failure.hpp"

namespace jobs {
namespace {

[[noreturn]] void cannot_start(Program const& program, std::string const& step, int error) {
  throw engine::Failure(engine::Fault::missing_resource, "cannot start " + program.argv.front() + ": " +
                                                             step + " (" + std::strerror(error) + ")");
}

struct User {
  uid_t id = 0;
  gid_t group = 0;
};

std::optional<User> user_of(WorkOrder const& order) {
  if (order.user.empty() || geteuid() != 0) return std::nullopt;
  passwd const* const entry = getpwnam(order.user.c_str());
  if (entry == nullptr)
    throw engine::Failure(engine::Fault::missing_resource,
                          "there is no user " + order.user + " on this machine");
  return User{entry->pw_uid, entry->pw_gid};
}

/// The user may go to the folder, and do there what he likes; what lies beside it is none of his business.
void give(std::filesystem::path const& folder, User const& user, Program const& program) {
  constexpr mode_t to_pass_only = 0711;
  if (chmod(folder.parent_path().c_str(), to_pass_only) != 0)
    cannot_start(program, "opening a way to " + folder.string(), errno);
  if (lchown(folder.c_str(), user.id, user.group) != 0)
    cannot_start(program, "giving away " + folder.string(), errno);
}

std::vector<char*> pointers(std::vector<std::string> const& texts) {
  std::vector<char*> found;
  for (auto const& text : texts) found.push_back(const_cast<char*>(text.c_str()));
  found.push_back(nullptr);
  return found;
}

/// The first step that failed, told through a pipe that exec closes.
struct Report {
  int error = 0;
  std::array<char, 60> step{};
};

/// All that happens between fork and exec. Everything it needs was made before: nothing is allocated here.
struct Child {
  std::vector<char*> argv, environment;
  char const *directory, *joining;
  std::optional<User> user;
  int output, errors, report, niceness;
  rlim_t data;

  [[noreturn]] void fail(char const* step) const {
    Report told{errno, {}};
    std::strncpy(told.step.data(), step, told.step.size() - 1);
    [[maybe_unused]] auto const ignored = write(report, &told, sizeof told);
    _exit(127);
  }
  void join_group() const {
    if (joining == nullptr) return;
    int const group = open(joining, O_WRONLY | O_CLOEXEC);
    if (group < 0 || write(group, "0", 1) != 1) fail("joining its control group");
  }
  void limit() const {
    rlimit const none{0, 0}, most{data, data};
    setrlimit(RLIMIT_CORE, &none);
    if (data != RLIM_INFINITY) setrlimit(RLIMIT_DATA, &most);
    if (niceness > 0) setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + niceness);
    // If the machine itself runs out of memory, it shall take the job, not the daemon or the database.
    if (int const score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC); score >= 0) [[maybe_unused]]
      auto const ignored = write(score, "500", 3);
  }
  void connect() const {
    int const nothing = open("/dev/null", O_RDONLY);
    if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(output, 1) < 0 || dup2(errors, 2) < 0)
      fail("connecting its streams");
    // Not closed but marked: the report is still needed, until exec.
    close_range(3, UINT_MAX, CLOSE_RANGE_CLOEXEC);
  }
  [[noreturn]] void become() const {
    setsid();
    // It shall not outlive its shepherd; its own children are found by the mark they carry.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    for (int const number : {SIGPIPE, SIGINT, SIGQUIT, SIGHUP, SIGXFSZ, SIGUSR1}) signal(number, SIG_DFL);
    join_group();
    limit();
    connect();
    umask(077);
    if (user && (setgroups(0, nullptr) != 0 || setgid(user->group) != 0 || setuid(user->id) != 0))
      fail("becoming another user");
    if (user) prctl(PR_SET_PDEATHSIG, SIGKILL);  // a change of user has cleared it
    if (chdir(directory) != 0) fail("entering its folder");
    execvpe(argv.front(), argv.data(), environment.data());
    fail("executing it");
  }
};

std::pair<Descriptor, Descriptor> make_pipe(Program const& program) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) cannot_start(program, "making a pipe", errno);
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

/// Twice the memory of all processes together for each: what asks for more at once gets an error instead of
/// the machine's last page. Address space is not limited: MPI, HDF5 and sanitizers map far more than they
/// use.
rlim_t data_limit(WorkOrder const& order) {
  constexpr std::uint64_t slack = std::uint64_t{1} << 30;
  return order.memory_bytes == 0 ? RLIM_INFINITY : 2 * order.memory_bytes + slack;
}

}  // namespace

Started start_program(Program const& program, WorkOrder const& order) {
  auto [out_read, out_write] = make_pipe(program);
  auto [err_read, err_write] = make_pipe(program);
  auto [report_read, report_write] = make_pipe(program);
  auto const user = user_of(order);
  if (user)
    for (auto const& folder : {program.directory, program.scratch}) give(folder, *user, program);
  Child const child{pointers(program.argv),
                    pointers(program.environment),
                    program.directory.c_str(),
                    program.joining ? program.joining->c_str() : nullptr,
                    user,
                    out_write.number(),
                    err_write.number(),
                    report_write.number(),
                    order.niceness,
                    data_limit(order)};
  pid_t const pid = fork();
  if (pid < 0) cannot_start(program, "making a process", errno);
  if (pid == 0) child.become();
  report_write.close();
  Report told;
  if (read(report_read.number(), &told, sizeof told) == static_cast<ssize_t>(sizeof told)) {
    waitpid(pid, nullptr, 0);
    cannot_start(program, told.step.data(), told.error);
  }
  fcntl(out_read.number(), F_SETFL, O_NONBLOCK);
  fcntl(err_read.number(), F_SETFL, O_NONBLOCK);
  return {pid, std::move(out_read), std::move(err_read)};
}

}  // namespace jobs
