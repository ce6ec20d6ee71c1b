#include "jobs/process.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/failure.hpp"
#include "jobs/descriptor.hpp"

extern char** environ;

namespace jobs {
namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void cannot_start(ProcessOrder const& order, int error) {
  throw engine::Failure(engine::Fault::missing_resource,
                        "cannot start " + order.argv.front() + " (" + std::strerror(error) + ")");
}

std::pair<Descriptor, Descriptor> make_pipe(ProcessOrder const& order) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) cannot_start(order, errno);
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

/// Everything exec needs, made before fork: between fork and exec nothing may be allocated.
struct ExecTexts {
  std::vector<std::string> texts{};
  std::vector<char*> argv{}, envp{};

  explicit ExecTexts(ProcessOrder const& order) {
    texts.reserve(order.argv.size() + order.environment.size());
    auto const add = [this](std::vector<char*>& to, std::string const& text) {
      texts.push_back(text);
      to.push_back(texts.back().data());
    };
    for (auto const& argument : order.argv) add(argv, argument);
    argv.push_back(nullptr);
    for (auto const& variable : order.environment) add(envp, variable);
    for (char** variable = environ; *variable; ++variable) envp.push_back(*variable);
    envp.push_back(nullptr);
  }
};

/// A file without a name that holds the text, read from its beginning: unlike a pipe it never blocks us.
Descriptor make_input(ProcessOrder const& order) {
  if (order.input.empty()) return Descriptor(open("/dev/null", O_RDONLY | O_CLOEXEC));
  Descriptor file(memfd_create("input", MFD_CLOEXEC));
  for (std::string_view left = order.input; file && !left.empty();) {
    auto const put = write(file.number(), left.data(), left.size());
    if (put < 0) cannot_start(order, errno);
    left.remove_prefix(static_cast<std::size_t>(put));
  }
  if (!file || lseek(file.number(), 0, SEEK_SET) != 0) cannot_start(order, errno);
  return file;
}

[[noreturn]] void become(ProcessOrder const& order, ExecTexts& texts, int in, int out, int err, int report) {
  setpgid(0, 0);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  signal(SIGPIPE, SIG_DFL);
  bool ok = dup2(in, 0) >= 0 && dup2(out, 1) >= 0 && dup2(err, 2) >= 0;
  if (ok && !order.directory.empty()) ok = chdir(order.directory.c_str()) == 0;
  if (ok && order.memory_bytes) {
    rlimit const limit{*order.memory_bytes, *order.memory_bytes};
    ok = setrlimit(RLIMIT_AS, &limit) == 0;
  }
  if (ok) execvpe(texts.argv.front(), texts.argv.data(), texts.envp.data());
  int const error = errno;
  [[maybe_unused]] auto const told = write(report, &error, sizeof error);
  _exit(127);
}

void keep_tail(std::string& text, std::size_t most) {
  if (text.size() > 2 * most) text.erase(0, text.size() - most);
}

class LineSplitter {
 public:
  explicit LineSplitter(std::function<void(std::string const&)> const& on_line) : on_line_(on_line) {}
  void add(std::string_view bytes) {
    if (!on_line_) return;
    for (char const c : bytes) {
      if (c == '\n' || c == '\r')
        flush();
      else if (line_.size() < 4096)
        line_ += c;
    }
  }
  void flush() {
    if (on_line_ && !line_.empty()) on_line_(line_);
    line_.clear();
  }

 private:
  std::function<void(std::string const&)> const& on_line_;
  std::string line_{};
};

/// The child from its start to its end.
class Child {
 public:
  explicit Child(ProcessOrder const& order) : order_(order), lines_(order.on_line) { start(); }
  ~Child() {
    if (pid_ > 0) {
      kill(-pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
  }

  ProcessResult wait(std::stop_token const& stop) {
    auto const deadline = order_.time ? std::optional(Clock::now() + *order_.time) : std::nullopt;
    ProcessResult result;
    std::optional<Clock::time_point> asked;
    while (!take_status(result)) {
      read_output(std::chrono::milliseconds(20));
      auto const now = Clock::now();
      bool const late = deadline && now >= *deadline;
      if (!asked && (late || stop.stop_requested())) {
        ended_by_us_ = late ? ProcessResult::End::timed_out : ProcessResult::End::stopped;
        kill(-pid_, SIGTERM);
        asked = now;
      } else if (asked && now >= *asked + order_.patience) {
        kill(-pid_, SIGKILL);
      }
    }
    kill(-group_, SIGKILL);  // what it may have left behind
    while (read_output(std::chrono::milliseconds(0))) {
    }
    lines_.flush();
    if (ended_by_us_) result.end = *ended_by_us_;
    result.output = std::move(output_);
    result.errors = std::move(errors_);
    return result;
  }

 private:
  void start() {
    ExecTexts texts(order_);
    auto [out_read, out_write] = make_pipe(order_);
    auto [err_read, err_write] = make_pipe(order_);
    auto [report_read, report_write] = make_pipe(order_);
    Descriptor const in = make_input(order_);
    pid_ = fork();
    if (pid_ < 0) cannot_start(order_, errno);
    if (pid_ == 0)
      become(order_, texts, in.number(), out_write.number(), err_write.number(), report_write.number());
    setpgid(pid_, pid_);  // whoever comes first, so that the group exists when we kill it
    group_ = pid_;
    report_write.close();
    int error = 0;
    if (read(report_read.number(), &error, sizeof error) == static_cast<ssize_t>(sizeof error)) {
      waitpid(pid_, nullptr, 0);
      pid_ = 0;
      cannot_start(order_, error);
    }
    out_ = std::move(out_read);
    err_ = std::move(err_read);
    fcntl(out_.number(), F_SETFL, O_NONBLOCK);
    fcntl(err_.number(), F_SETFL, O_NONBLOCK);
  }

  bool take_status(ProcessResult& result) {
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) != pid_) return false;
    pid_ = 0;
    result.end = WIFSIGNALED(status) ? ProcessResult::End::killed : ProcessResult::End::exited;
    result.status = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    return true;
  }

  bool read_stream(Descriptor& from, std::string& into, bool lines) {
    if (from.number() < 0) return false;
    std::array<char, 16384> buffer;
    auto const got = read(from.number(), buffer.data(), buffer.size());
    if (got > 0) {
      into.append(buffer.data(), static_cast<std::size_t>(got));
      keep_tail(into, order_.kept_output);
      if (lines) lines_.add({buffer.data(), static_cast<std::size_t>(got)});
      return true;
    }
    if (got == 0) from.close();
    return false;
  }

  bool read_output(std::chrono::milliseconds patience) {
    std::array<pollfd, 2> waiting{pollfd{out_.number(), POLLIN, 0}, pollfd{err_.number(), POLLIN, 0}};
    poll(waiting.data(), waiting.size(), static_cast<int>(patience.count()));
    bool const first = read_stream(out_, output_, false);
    return read_stream(err_, errors_, true) || first;
  }

  ProcessOrder const& order_;
  LineSplitter lines_;
  pid_t pid_ = 0, group_ = 0;
  Descriptor out_{}, err_{};
  std::string output_{}, errors_{};
  std::optional<ProcessResult::End> ended_by_us_{};
};

}  // namespace

ProcessResult run_process(ProcessOrder const& order, std::stop_token stop) {
  if (order.argv.empty()) throw engine::Failure(engine::Fault::internal, "a process needs a program");
  return Child(order).wait(stop);
}

}  // namespace jobs
