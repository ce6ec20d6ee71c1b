#include "engine/app/interrupt.hpp"

#include <csignal>
#include <cstring>
#include <string>

#include "engine/base/failure.hpp"

namespace engine {

namespace {

// A signal handler can reach nothing but a variable with static storage: the one exception to "no global
// state".
volatile std::sig_atomic_t signal_that_came = 0;

std::string words_for(int number) {
  return number == SIGUSR1 ? "asked to stop" : std::string(strsignal(number));
}

void remember(int number) {
  if (signal_that_came != 0) std::signal(number, SIG_DFL);
  signal_that_came = number;
}

}  // namespace

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = remember;
  for (int const number : {SIGINT, SIGTERM, SIGHUP, SIGUSR1}) sigaction(number, &action, nullptr);
}

void stop_if_interrupted() {
  if (signal_that_came != 0)
    throw Failure(Fault::interrupted, "interrupted: " + words_for(signal_that_came) +
                                          " - nothing was written; start again to redo the work");
}

}  // namespace engine
