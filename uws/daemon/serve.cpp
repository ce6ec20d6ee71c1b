#include <cstdio>
#include <thread>

#include <fmt/format.h>
#include <pthread.h>
#include <signal.h>

#include "uws/daemon/commands.hpp"
#include "uws/daemon/service.hpp"

namespace uws {
namespace {

/// SIGINT, SIGTERM and SIGHUP, taken one by one by a thread of ours instead of by handlers.
class Signals {
 public:
  /// Before any other thread is started, so that they all inherit the mask.
  Signals() {
    sigemptyset(&set_);
    for (int const number : {SIGINT, SIGTERM, SIGHUP, SIGUSR1}) sigaddset(&set_, number);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    signal(SIGPIPE, SIG_IGN);
  }
  int next() const {
    int number = 0;
    sigwait(&set_, &number);
    return number;
  }

 private:
  sigset_t set_{};
};

void obey_signals(Signals const& signals, Service& service, Log const& log) {
  for (;;) {
    int const number = signals.next();
    if (number == SIGUSR1) return;  // the server ended by itself
    if (number == SIGHUP) {
      log.reopen();
      service.reload_tls();
      continue;
    }
    log.info("stopping: running requests may finish");
    service.stop();
    return;
  }
}

}  // namespace

int serve(Config const& config) {
  Signals const signals;
  Log const log(config.log);
  Service service(config, log);
  fmt::print("distilld listens at {}\n", service.url());
  std::fflush(stdout);
  log.info("listening at " + service.url());
  std::thread obedient([&] { obey_signals(signals, service, log); });
  service.run();
  pthread_kill(obedient.native_handle(), SIGUSR1);
  obedient.join();
  log.info("stopped");
  return 0;
}

}  // namespace uws
