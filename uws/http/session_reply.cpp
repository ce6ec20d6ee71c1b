#include <algorithm>
#include <utility>

#include "uws/http/cors.hpp"
#include "uws/http/respond.hpp"
#include "uws/http/session.hpp"

namespace uws::http {

namespace {

constexpr std::chrono::milliseconds linger_time{2000}, linger_time_at_stop{100};
/// A handler that sleeps again although its deadline has passed is asked no more often than this.
constexpr std::chrono::milliseconds shortest_sleep{100};

}  // namespace

void Session::dispatch() {
  wire_->no_alarm();
  request_->body = reader_.take().body;
  abandoned_ = std::stop_source();
  request_->abandoned = abandoned_.get_token();
  phase_ = Phase::answering;
  ask([this_service = &service_, request = request_]() -> Reply {
    if (is_preflight(*request)) return preflight(*request, this_service->handle);
    return this_service->handle(*request);
  });
}

/// Lets a worker ask the handler; what it says comes back by post().
void Session::ask(std::function<Reply()> question) {
  auto task = [self = shared_from_this(), question = std::move(question)]() mutable {
    Service& service = self->service_;
    Request const& request = *self->request_;
    auto const log = [&service](std::string const& what) { service.log(what); };
    std::uint64_t const seen = service.notices.now();
    Reply reply = ask_safely(request, question, log);
    Wire& wire = *self->wire_;
    if (auto* const wait = std::get_if<WaitReply>(&reply))
      return wire.post(
          [self = std::move(self), wait = std::move(*wait), seen] { self->on_wait(wait, seen); });
    auto answer =
        std::make_shared<Prepared>(prepare_safely(request, std::move(reply), service.options.cors, log));
    wire.post([self = std::move(self), answer] { self->on_prepared(std::move(*answer)); });
  };
  if (!service_.workers().offer(std::move(task)))
    refuse(503, "too many requests at the moment - try again in some seconds");
}

void Session::on_wait(WaitReply reply, std::uint64_t seen) {
  if (phase_ == Phase::closed) return;
  if (input_ended_) return give_up(499);
  if (service_.stopping) return refuse(503, "the service is stopping - try again later");
  phase_ = Phase::waiting;
  question_ = std::move(reply.again);
  auto const sleep = std::chrono::ceil<std::chrono::milliseconds>(reply.deadline - Clock::now());
  alarm_in(std::max(sleep, shortest_sleep));
  notice_ = service_.notices.wait_for(
      reply.topic, seen, [self = shared_from_this()] { self->wire_->post([self] { self->wake(); }); });
}

void Session::wake() {
  if (phase_ != Phase::waiting) return;
  notice_.end();
  wire_->no_alarm();
  if (service_.stopping) return refuse(503, "the service is stopping - try again later");
  phase_ = Phase::answering;
  ask(std::exchange(question_, nullptr));
}

/// An answer of our own, after which nothing more of the input can be understood or wanted.
void Session::refuse(int status, std::string const& message) {
  if (!request_) request_ = std::make_shared<Request>(Request{.id = record_.id});
  if (record_.id.empty()) {
    record_ = {.time = std::chrono::system_clock::now(),
               .id = service_.next_id(),
               .method = "-",
               .path = "-",
               .peer = peer_};
    request_->id = record_.id;
  }
  keep_alive_ = false;
  Response response = error_page(*request_, status, message);
  if (status == 503) response.headers.set("Retry-After", "5");
  on_prepared(prepare(*request_, std::move(response), service_.options.cors));
}

void Session::on_prepared(Prepared answer) {
  answer_ = std::move(answer);
  if (phase_ == Phase::closed) return release();
  record_.status = answer_.status;
  if (input_ended_ && answer_.source) return give_up(499);
  phase_ = Phase::sending;
  send();
}

void Session::finish() {
  record(true);
  release();
  begun_ = {};
  if (!keep_alive_ || service_.stopping) return linger();
  next_request();
}

/// Until the client has read everything and closes, or some time has passed: a close with bytes of its on the
/// way would undo what was sent (RFC 9112 section 9.6). What it still sends is thrown away, however much.
void Session::linger() {
  wire_->end_sending();
  if (input_ended_) return close();
  phase_ = Phase::lingering;
  in_.clear();
  alarm_in(service_.stopping ? linger_time_at_stop : linger_time);
  read_more();
}

/// The client is gone, or has to be.
void Session::give_up(int status) {
  record_.status = status;
  record(false);
  abandon();
  close();
}

void Session::abandon() {
  if (!abandoned_.stop_possible() || abandoned_.stop_requested()) return;
  service_.canceller().run([stop = abandoned_]() mutable { stop.request_stop(); });
}

/// Sources end on a worker: closing one may mean to call off a query and wait for that.
void Session::release() {
  notice_.end();
  question_ = nullptr;
  if (reserved_ > 0) service_.give_back(std::exchange(reserved_, 0));
  if (pulling_ || !answer_.source) return;
  service_.stream_workers().run([source = std::shared_ptr<BodySource>(std::move(answer_.source))] {});
}

void Session::record(bool complete) {
  if (!service_.options.access) return;
  record_.complete = complete;
  record_.duration = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun_);
  if (request_ && request_->remarks) {
    record_.user = request_->remarks->user;
    record_.job = request_->remarks->job;
  }
  service_.options.access(record_);
}

}  // namespace uws::http
