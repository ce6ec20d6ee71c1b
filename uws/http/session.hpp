/// One connection: requests read, handled and answered, one after the other.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "uws/http/access_record.hpp"
#include "uws/http/message.hpp"
#include "uws/http/notices.hpp"
#include "uws/http/prepare.hpp"
#include "uws/http/request_reader.hpp"
#include "uws/http/service.hpp"
#include "uws/http/wire.hpp"

namespace uws::http {

/// Lives on its wire's I/O thread and never blocks it: handlers and sources run on the workers and post what
/// they have. The connection is read all the time, so that a client that leaves is noticed in every phase.
class Session : public std::enable_shared_from_this<Session> {
 public:
  /// The service and the wire's loop outlive the session.
  Session(Service& service, std::unique_ptr<Wire> wire, std::string peer);
  ~Session();

  enum class Welcome { served, too_many };
  void start(Welcome welcome);  ///< after Service::enter()
  void wind_down();             ///< the server stops: idle connections end now, the others with their answer
  void cut();                   ///< ends now, whatever is going on
  Wire& wire() { return *wire_; }

 private:
  enum class Phase { reading, answering, waiting, sending, lingering, closed };
  using Clock = std::chrono::steady_clock;

  // session.cpp: the connection as a whole, and reading
  void read_more();
  void on_bytes(std::string_view bytes);
  void on_end_of_input();
  void on_alarm();
  void next_request();
  void advance();
  bool on_header();
  bool reserve_body();
  bool accept_header(RawRequest const& raw);
  void invite_body();
  void set_body_deadline();
  void alarm_in(std::chrono::milliseconds patience);
  void close();

  // session_reply.cpp: asking the handler, and the end of a request
  void dispatch();
  void ask(std::function<Reply()> question);
  void on_wait(WaitReply reply, std::uint64_t seen);
  void wake();
  void refuse(int status, std::string const& message);
  void on_prepared(Prepared answer);
  void finish();
  void give_up(int status);
  void linger();
  void abandon();
  void release();
  void record(bool complete);

  // session_send.cpp: the bytes of the answer
  void send();
  std::string head() const;
  void pull();
  void on_chunk(std::string chunk, bool more, std::optional<Reply> failure);
  void write_next();
  void write(std::vector<std::string_view> pieces);
  void on_written(bool sent);

  Service& service_;
  std::unique_ptr<Wire> wire_;
  std::string const peer_;
  Phase phase_ = Phase::reading;

  // input
  RequestReader reader_;
  std::string in_;  ///< read, but not used up yet
  bool reading_ = false, input_ended_ = false, header_seen_ = false;
  Clock::time_point body_start_{};
  std::size_t body_received_ = 0, reserved_ = 0;

  // the request at hand
  std::shared_ptr<Request> request_;
  std::stop_source abandoned_{std::nostopstate};
  bool is_http_11_ = true, keep_alive_ = false;
  Clock::time_point begun_{};
  AccessRecord record_;

  // waiting
  Notices::Waiting notice_;
  std::function<Reply()> question_;

  // output
  Prepared answer_;
  std::string head_, frame_, chunk_, next_chunk_;
  bool chunked_ = false, head_sent_ = false, tail_sent_ = false, writing_ = false, pulling_ = false,
       has_next_ = false, ended_ = false;
  bool inviting_ = false, send_after_invitation_ = false;
};

}  // namespace uws::http
