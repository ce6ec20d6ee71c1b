#include <array>
#include <cstdio>
#include <utility>

#include "uws/http/http_date.hpp"
#include "uws/http/respond.hpp"
#include "uws/http/session.hpp"

namespace uws::http {

namespace {

std::string chunk_frame(std::size_t size) {
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "%zx\r\n", size);
  return text.data();
}

std::string date_now() {
  return http_date(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
}

}  // namespace

void Session::send() {
  if (inviting_) {
    send_after_invitation_ = true;
    return;
  }
  bool const streams = answer_.source && answer_.send_body;
  bool const framed = !answer_.send_body || answer_.length;
  chunked_ = !framed && is_http_11_;
  keep_alive_ = keep_alive_ && !service_.stopping && !input_ended_ && (framed || chunked_);
  head_ = head();
  head_sent_ = tail_sent_ = ended_ = has_next_ = false;
  if (streams) return pull();
  head_sent_ = tail_sent_ = ended_ = true;
  chunk_ = std::move(answer_.body);
  record_.bytes = chunk_.size();
  write({head_, chunk_});
}

std::string Session::head() const {
  std::string text =
      "HTTP/1.1 " + std::to_string(answer_.status) + " " + std::string(reason_of(answer_.status)) + "\r\n";
  text += "Date: " + date_now() + "\r\nServer: " + service_.options.server_name + "\r\n";
  for (auto const& [name, value] : answer_.headers.all()) {
    text += name;
    text += ": ";
    text += value;
    text += "\r\n";
  }
  if (answer_.length) text += "Content-Length: " + std::to_string(*answer_.length) + "\r\n";
  if (chunked_) text += "Transfer-Encoding: chunked\r\n";
  if (!keep_alive_)
    text += "Connection: close\r\n";
  else if (!is_http_11_)
    text += "Connection: keep-alive\r\n";
  return text + "\r\n";
}

/// Lets a worker fetch the next chunk while the present one is on its way.
void Session::pull() {
  pulling_ = true;
  service_.stream_workers().run([self = shared_from_this()]() mutable {
    std::string chunk;
    bool more = false, fetched = false;
    auto const log = [&self](std::string const& what) { self->service_.log(what); };
    auto const fetch = [&]() -> Reply {
      more = self->answer_.source->read(chunk);
      fetched = true;
      return Response{};
    };
    auto failure = std::make_shared<std::optional<Reply>>(ask_safely(*self->request_, fetch, log));
    if (fetched) failure->reset();
    Wire& wire = *self->wire_;
    wire.post([self = std::move(self), chunk = std::move(chunk), more, failure]() mutable {
      self->on_chunk(std::move(chunk), more, std::move(*failure));
    });
  });
}

void Session::on_chunk(std::string chunk, bool more, std::optional<Reply> failure) {
  pulling_ = false;
  if (phase_ == Phase::closed) return release();
  if (failure && head_sent_) return give_up(record_.status);
  if (failure) {  // nothing was sent yet: the answer can still be the failure
    release();
    return on_prepared(prepare(*request_, *std::move(failure), service_.options.cors));
  }
  has_next_ = more && !chunk.empty();
  ended_ = !more;
  next_chunk_ = std::move(chunk);
  if (more && !has_next_) return pull();
  if (!writing_) write_next();
}

void Session::write_next() {
  std::vector<std::string_view> pieces;
  if (!std::exchange(head_sent_, true)) pieces.push_back(head_);
  if (std::exchange(has_next_, false)) {
    chunk_.swap(next_chunk_);
    record_.bytes += chunk_.size();
    frame_ = chunk_frame(chunk_.size());
    bool const too_long = answer_.length && record_.bytes > *answer_.length;
    if (too_long) return give_up(record_.status);
    if (chunked_)
      pieces.insert(pieces.end(), {frame_, chunk_, "\r\n"});
    else
      pieces.push_back(chunk_);
    if (!ended_) pull();
    return write(std::move(pieces));
  }
  // Behind the last chunk. Less than was promised must not look like an answer.
  if (answer_.length && record_.bytes != *answer_.length) return give_up(record_.status);
  tail_sent_ = true;
  if (chunked_) pieces.push_back("0\r\n\r\n");
  if (pieces.empty()) return finish();
  write(std::move(pieces));
}

void Session::write(std::vector<std::string_view> pieces) {
  writing_ = true;
  alarm_in(service_.options.limits.write_time);
  wire_->write(std::move(pieces), [self = shared_from_this()](bool sent) { self->on_written(sent); });
}

void Session::on_written(bool sent) {
  writing_ = false;
  if (phase_ == Phase::closed) return;
  if (!sent) return give_up(record_.status);
  wire_->no_alarm();
  if (tail_sent_) return finish();
  if (has_next_ || ended_) write_next();
}

}  // namespace uws::http
