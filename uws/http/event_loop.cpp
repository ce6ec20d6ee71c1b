/// The only file that knows Boost.Asio.
#include "uws/http/event_loop.hpp"

#include <array>
#include <optional>
#include <utility>

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

namespace uws::http {

namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using Error = boost::system::error_code;

/// Read into by all connections of a loop in turn: an idle connection owns no buffer.
using ReadBuffer = std::array<char, 64 << 10>;

struct WireState {
  WireState(asio::io_context& of, ReadBuffer& shared) : loop(of), buffer(shared), socket(of), timer(of) {}
  asio::io_context& loop;
  ReadBuffer& buffer;
  asio::generic::stream_protocol::socket socket;
  asio::steady_timer timer;
  std::optional<Clock::time_point> armed, deadline;  ///< when the timer rings; when the session wants it to
  std::function<void()> ring;
};
using WirePointer = std::shared_ptr<WireState>;

/// Later deadlines leave the timer alone: it looks at the deadline when it rings. Most requests never touch
/// it.
void arm(WirePointer const& state) {
  state->armed = state->deadline;
  state->timer.expires_at(*state->deadline);
  state->timer.async_wait([weak = std::weak_ptr<WireState>(state)](Error const& error) {
    auto const self = weak.lock();
    if (!self || error) return;
    self->armed.reset();
    if (!self->deadline) return;
    if (*self->deadline > Clock::now()) return arm(self);
    self->deadline.reset();
    if (auto const ring = std::exchange(self->ring, nullptr)) ring();
  });
}

class AsioWire : public Wire {
 public:
  explicit AsioWire(WirePointer state) : state_(std::move(state)) {}
  ~AsioWire() override { close(); }

  void read(std::function<void(std::string_view)> then) override {
    // Readiness first, then the read: the buffer is needed for a moment only and can be shared.
    state_->socket.async_wait(asio::socket_base::wait_read,
                              [state = state_, then = std::move(then)](Error error) {
                                std::size_t got = 0;
                                if (!error) got = state->socket.read_some(asio::buffer(state->buffer), error);
                                then(std::string_view(state->buffer.data(), error ? 0 : got));
                              });
  }

  void write(std::vector<std::string_view> pieces, std::function<void(bool)> then) override {
    std::vector<asio::const_buffer> buffers;
    for (std::string_view const piece : pieces) buffers.emplace_back(piece.data(), piece.size());
    asio::async_write(
        state_->socket, std::move(buffers),
        [state = state_, then = std::move(then)](Error const& error, std::size_t) { then(!error); });
  }

  void end_sending() override {
    Error ignored;  // the other end may be gone already
    state_->socket.shutdown(asio::socket_base::shutdown_send, ignored);
  }

  void close() override {
    no_alarm();
    state_->timer.cancel();
    Error ignored;
    state_->socket.close(ignored);
  }

  void alarm(Clock::time_point when, std::function<void()> ring) override {
    state_->deadline = when;
    state_->ring = std::move(ring);
    if (!state_->armed || *state_->armed > when) arm(state_);
  }

  void no_alarm() override {
    state_->deadline.reset();
    state_->ring = nullptr;
  }

  void post(std::function<void()> task) override { asio::post(state_->loop, std::move(task)); }

 private:
  WirePointer state_;
};

}  // namespace

struct EventLoop::State {
  using Ready = std::function<std::chrono::milliseconds()>;
  asio::io_context loop{1};
  ReadBuffer buffer{};
  std::vector<std::unique_ptr<asio::posix::stream_descriptor>> listening{};

  void watch_again(asio::posix::stream_descriptor& descriptor, Ready ready) {
    descriptor.async_wait(asio::posix::descriptor_base::wait_read,
                          [this, &descriptor, ready = std::move(ready)](Error const& error) {
                            if (error) return;
                            std::chrono::milliseconds const pause = ready();
                            pause_and_watch(descriptor, ready, pause);
                          });
  }

  void pause_and_watch(asio::posix::stream_descriptor& descriptor, Ready ready,
                       std::chrono::milliseconds pause) {
    if (!descriptor.is_open()) return;
    if (pause.count() == 0) return watch_again(descriptor, std::move(ready));
    auto const timer = std::make_shared<asio::steady_timer>(loop, pause);
    timer->async_wait([this, timer, &descriptor, ready = std::move(ready)](Error const& error) {
      if (!error && descriptor.is_open()) watch_again(descriptor, ready);
    });
  }
};

EventLoop::EventLoop() : state_(std::make_unique<State>()) {}
EventLoop::~EventLoop() { unwatch(); }

void EventLoop::run() {
  auto const work = asio::make_work_guard(state_->loop);
  state_->loop.run();
}

void EventLoop::stop() { state_->loop.stop(); }

void EventLoop::post(std::function<void()> task) { asio::post(state_->loop, std::move(task)); }

void EventLoop::after(std::chrono::milliseconds delay, std::function<void()> task) {
  auto const timer = std::make_shared<asio::steady_timer>(state_->loop, delay);
  timer->async_wait([timer, task = std::move(task)](Error const& error) {
    if (!error) task();
  });
}

void EventLoop::watch(int listening_socket, State::Ready ready) {
  state_->listening.push_back(
      std::make_unique<asio::posix::stream_descriptor>(state_->loop, listening_socket));
  state_->watch_again(*state_->listening.back(), std::move(ready));
}

void EventLoop::unwatch() {
  for (auto const& descriptor : state_->listening) descriptor->release();
}

std::unique_ptr<Wire> EventLoop::wire(int socket) {
  auto state = std::make_shared<WireState>(state_->loop, state_->buffer);
  // The protocol is only told to Asio, which makes no use of it for a connected socket.
  state->socket.assign(asio::generic::stream_protocol(AF_UNSPEC, 0), socket);
  state->socket.non_blocking(true);
  return std::make_unique<AsioWire>(std::move(state));
}

}  // namespace uws::http
