#include "uws/http/server.hpp"

#include <algorithm>
#include <mutex>
#include <thread>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"
#include "uws/http/event_loop.hpp"
#include "uws/http/listener.hpp"
#include "uws/http/service.hpp"
#include "uws/http/session.hpp"

namespace uws::http {

namespace {

constexpr std::chrono::milliseconds at_once{0}, pause_when_exhausted{100};
constexpr std::chrono::milliseconds look_whether_ended{20};
/// Connections beyond the limit that are still told so; the others are closed without a word.
constexpr std::size_t most_refused = 500;
/// Files, database connections and the log need descriptors too.
constexpr std::size_t descriptors_kept_back = 200;

std::size_t within_open_files(std::size_t connections) {
  std::size_t const files = raise_open_files();
  std::size_t const free = files > 2 * descriptors_kept_back ? files - descriptors_kept_back : files / 2;
  return std::min(connections, free);
}

ServerOptions checked(ServerOptions options) {
  EXPECTS(options.io_threads > 0 && options.workers > 0 && options.stream_workers > 0);
  options.limits.connections = within_open_files(options.limits.connections);
  return options;
}

std::vector<Listener> listeners_of(ServerOptions const& options) {
  std::vector<Listener> listeners;
  listeners.push_back(Listener::tcp(options.address, options.port));
  if (!options.unix_socket.empty()) listeners.push_back(Listener::local(options.unix_socket));
  return listeners;
}

}  // namespace

struct Server::State {
  State(ServerOptions options, Handle handle, Notices& notices)
      : service(checked(std::move(options)), std::move(handle), notices),
        listeners(listeners_of(service.options)),
        port(listeners.front().port()) {
    if (service.options.tls) tls.emplace(*service.options.tls);
    for (std::size_t i = 0; i < service.options.io_threads; ++i)
      loops.push_back(std::make_unique<EventLoop>());
  }

  /// Sessions hold references to the service, wires to the loops: workers end first, then the loops.
  ~State() {
    service.end_workers();
    loops.clear();
  }

  void listen();
  std::chrono::milliseconds accept_from(Listener const& listener);
  std::unique_ptr<Wire> wire_of(Accepted const& accepted, EventLoop& loop) const;
  void begin_stop();
  void wait_for_end(std::chrono::steady_clock::time_point deadline);
  void end_loops();

  Service service;
  std::vector<Listener> listeners;
  std::uint16_t const port;
  std::optional<TlsContext> tls;
  std::vector<std::unique_ptr<EventLoop>> loops;
  std::size_t next_loop = 0;
};

void Server::State::listen() {
  for (Listener const& listener : listeners)
    loops[0]->watch(listener.socket(),
                    [this, &listener] { return service.stopping ? at_once : accept_from(listener); });
}

/// Nothing if there is no memory for another connection.
std::unique_ptr<Wire> Server::State::wire_of(Accepted const& accepted, EventLoop& loop) const {
  auto plain = loop.wire(accepted.socket);
  if (!tls || accepted.peer == "unix") return plain;
  try {
    return tls->secured(std::move(plain));
  } catch (engine::Failure const& failure) {
    service.log(failure.what());
    return nullptr;
  }
}

std::chrono::milliseconds Server::State::accept_from(Listener const& listener) {
  Accepted accepted;
  // Some at a time, so that those already connected are served in between.
  for (int i = 0; i < 64; ++i) {
    Listener::Outcome const outcome = listener.accept(accepted);
    if (outcome == Listener::Outcome::nobody) break;
    if (outcome == Listener::Outcome::exhausted) return pause_when_exhausted;
    EventLoop& loop = *loops[next_loop++ % loops.size()];
    auto wire = wire_of(accepted, loop);
    if (!wire) continue;
    auto const session = std::make_shared<Session>(service, std::move(wire), accepted.peer);
    std::size_t const most = service.options.limits.connections;
    if (service.sessions() >= most + most_refused) continue;
    auto const welcome = service.sessions() >= most ? Session::Welcome::too_many : Session::Welcome::served;
    service.enter(session);
    loop.post([session, welcome] { session->start(welcome); });
  }
  return at_once;
}

void Server::State::begin_stop() {
  if (service.stopping.exchange(true)) return;
  loops[0]->unwatch();
  listeners.clear();
  for (auto const& session : service.all_sessions())
    session->wire().post([session] { session->wind_down(); });
  wait_for_end(std::chrono::steady_clock::now() + service.options.limits.stop_time);
}

void Server::State::wait_for_end(std::chrono::steady_clock::time_point deadline) {
  if (service.sessions() == 0) return end_loops();
  bool const patient = std::chrono::steady_clock::now() < deadline;
  if (!patient)
    for (auto const& session : service.all_sessions()) session->wire().post([session] { session->cut(); });
  loops[0]->after(look_whether_ended, [this, deadline] { wait_for_end(deadline); });
}

void Server::State::end_loops() {
  for (auto const& loop : loops) loop->stop();
}

Server::Server(ServerOptions options, Handle handle, Notices& notices)
    : state_(std::make_unique<State>(std::move(options), std::move(handle), notices)) {}

Server::~Server() = default;

std::uint16_t Server::port() const { return state_->port; }

void Server::run() {
  state_->listen();
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < state_->loops.size(); ++i)
    others.emplace_back([loop = state_->loops[i].get()] { loop->run(); });
  state_->loops[0]->run();
}

void Server::stop() {
  state_->loops[0]->post([state = state_.get()] { state->begin_stop(); });
}

void Server::reload_tls() {
  if (state_->tls) state_->tls->reload();
}

std::size_t Server::connections() const { return state_->service.sessions(); }

}  // namespace uws::http
