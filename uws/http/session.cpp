#include "uws/http/session.hpp"

#include <algorithm>
#include <utility>

namespace uws::http {

namespace {

/// Of requests sent before the last was answered, or of a body whose chunk headers do not end.
constexpr std::size_t most_unused_input = 256 << 10;

constexpr std::size_t longest_logged_path = 2000;

ReaderLimits reader_limits(ServerLimits const& limits) {
  return {limits.request_line_bytes, limits.header_bytes, limits.header_lines};
}

}  // namespace

Session::Session(Service& service, std::unique_ptr<Wire> wire, std::string peer)
    : service_(service),
      wire_(std::move(wire)),
      peer_(std::move(peer)),
      reader_(reader_limits(service.options.limits)) {}

Session::~Session() {
  if (reserved_ > 0) service_.give_back(reserved_);
  if (phase_ != Phase::closed) service_.leave(this);
}

void Session::start(Welcome welcome) {
  if (welcome == Welcome::served) return next_request();
  begun_ = Clock::now();
  record_ = {.time = std::chrono::system_clock::now(), .id = service_.next_id(), .method = "-", .path = "-"};
  refuse(503, "the server has as many connections as it can serve - try again in some seconds");
}

void Session::wind_down() {
  bool const idle = phase_ == Phase::reading && in_.empty() && !header_seen_;
  keep_alive_ = false;
  if (idle || phase_ == Phase::lingering) return close();
  if (phase_ == Phase::waiting) wake();
}

void Session::cut() {
  if (phase_ == Phase::answering || phase_ == Phase::waiting || phase_ == Phase::sending) return give_up(499);
  close();
}

void Session::close() {
  if (phase_ == Phase::closed) return;
  phase_ = Phase::closed;
  release();
  wire_->close();
  service_.leave(this);
}

void Session::read_more() {
  if (reading_ || input_ended_ || phase_ == Phase::closed || in_.size() >= most_unused_input) return;
  reading_ = true;
  wire_->read([self = shared_from_this()](std::string_view bytes) { self->on_bytes(bytes); });
}

void Session::on_bytes(std::string_view bytes) {
  reading_ = false;
  if (phase_ == Phase::closed) return;
  if (bytes.empty()) {
    input_ended_ = true;
    return on_end_of_input();
  }
  if (phase_ == Phase::lingering) return read_more();
  in_.append(bytes);
  if (phase_ == Phase::reading) advance();
  read_more();
}

void Session::on_end_of_input() {
  switch (phase_) {
    case Phase::reading: return header_seen_ ? give_up(499) : close();
    case Phase::lingering: return close();
    case Phase::answering: return abandon();  // what comes of it is still sent if it is short
    case Phase::waiting: return give_up(499);
    case Phase::sending:
      if (answer_.source) give_up(record_.status);
      return;
    case Phase::closed: return;
  }
}

void Session::on_alarm() {
  switch (phase_) {
    case Phase::reading:
      if (!header_seen_ && in_.empty()) return close();
      return refuse(408,
                    header_seen_ ? "the body of the request came too slowly" : "the request came too slowly");
    case Phase::waiting: return wake();
    case Phase::sending: return give_up(record_.status);
    case Phase::lingering: return close();
    case Phase::answering:
    case Phase::closed: return;
  }
}

void Session::alarm_in(std::chrono::milliseconds patience) {
  wire_->alarm(Clock::now() + patience, [weak = weak_from_this()] {
    if (auto const self = weak.lock()) self->on_alarm();
  });
}

void Session::next_request() {
  phase_ = Phase::reading;
  header_seen_ = false;
  request_.reset();
  record_ = {};
  if (in_.empty())
    alarm_in(service_.options.limits.idle_time);
  else
    advance();
  read_more();
}

/// Uses up what was read until more is needed or a request is complete.
void Session::advance() {
  bool const begins = !header_seen_ && !in_.empty() && begun_ == Clock::time_point{};
  if (begins) {
    begun_ = Clock::now();
    alarm_in(service_.options.limits.header_time);
  }
  std::string_view left = in_;
  while (phase_ == Phase::reading) {
    std::size_t const used = reader_.feed(left);
    left.remove_prefix(used);
    if (reader_.state() == RequestReader::State::body && !header_seen_) {
      header_seen_ = true;
      if (!accept_header(reader_.header())) break;
      if (reader_.state() == RequestReader::State::body && left.empty()) invite_body();
    }
    if (reader_.state() == RequestReader::State::failed) {
      in_.clear();
      return refuse(reader_.problem().status, reader_.problem().message);
    }
    if (reader_.state() == RequestReader::State::complete) {
      in_.erase(0, in_.size() - left.size());
      return dispatch();
    }
    if (used == 0 || left.empty()) break;
  }
  if (phase_ != Phase::reading) return;
  in_.erase(0, in_.size() - left.size());
  if (in_.size() >= most_unused_input)
    return refuse(400, "cannot read the request: a line of it does not end");
  if (header_seen_ && !reserve_body()) return refuse(503, "too many uploads at the moment - try again later");
  if (header_seen_) set_body_deadline();
}

/// Checks what can be known before the body is there. False: it was refused.
bool Session::accept_header(RawRequest const& raw) {
  auto const method = method_of(raw.method);
  std::size_t const mark = std::min(raw.target.find('?'), raw.target.size());
  bool const of_server = raw.target == "*" && method == Method::options;
  std::string_view const path = of_server ? "/" : std::string_view(raw.target).substr(0, mark);
  record_ = {.time = std::chrono::system_clock::now(),
             .id = service_.next_id(),
             .method = raw.method,
             .path = raw.target.substr(0, longest_logged_path),
             .peer = peer_};
  is_http_11_ = raw.is_http_11;
  keep_alive_ = raw.keep_alive;
  auto target = target_of(raw.headers, path, peer_, service_.options.origin, wire_->scheme());
  request_ =
      std::make_shared<Request>(Request{.method = method.value_or(Method::get),
                                        .path = target ? target->path : std::string(path),
                                        .query = raw.target.substr(std::min(mark + 1, raw.target.size())),
                                        .headers = raw.headers,
                                        .base_url = target ? target->base_url : "",
                                        .peer = target ? target->peer : peer_,
                                        .neighbour = peer_,
                                        .id = record_.id,
                                        .remarks = std::make_shared<Remarks>()});
  record_.peer = request_->peer;
  if (!method) return refuse(501, "the method " + raw.method + " is not known here"), false;
  if (!target) return refuse(400, "the request names no valid host"), false;
  if (!request_->path.starts_with('/'))
    return refuse(400, "the path of the request must begin with '/'"), false;
  reader_.allow_body(service_.body_limit(*method, request_->path));
  body_start_ = Clock::now();
  body_received_ = 0;
  bool const fits = reader_.state() != RequestReader::State::body || reserve_body();
  if (!fits) refuse(503, "too many uploads at the moment - try again later");
  return fits;
}

/// The whole length if it is known, else what has come so far.
bool Session::reserve_body() {
  std::size_t const wanted = std::max<std::size_t>(
      reader_.body_bytes(), static_cast<std::size_t>(reader_.header().content_length.value_or(0)));
  if (wanted <= reserved_) return true;
  if (!service_.reserve(wanted - reserved_)) return false;
  reserved_ = wanted;
  return true;
}

void Session::invite_body() {
  if (!reader_.header().expects_continue || !is_http_11_) return;
  inviting_ = true;
  wire_->write({"HTTP/1.1 100 Continue\r\n\r\n"}, [self = shared_from_this()](bool) {
    self->inviting_ = false;
    if (self->phase_ == Phase::closed) return;
    if (std::exchange(self->send_after_invitation_, false)) self->send();
  });
}

/// A body may be slow, but not slower than body_rate for long.
void Session::set_body_deadline() {
  ServerLimits const& limits = service_.options.limits;
  auto const for_bytes =
      std::chrono::milliseconds(reader_.body_bytes() * 1000 / std::max<std::size_t>(limits.body_rate, 1));
  auto const passed = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - body_start_);
  alarm_in(limits.body_grace + for_bytes - passed);
}

}  // namespace uws::http
