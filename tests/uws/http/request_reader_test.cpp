#include "uws/http/request_reader.hpp"

#include <doctest/doctest.h>

using namespace uws::http;

namespace {

using State = RequestReader::State;

/// Feeds as a connection would: unused bytes come again with the next ones behind them.
struct Feeding {
  RequestReader reader{ReaderLimits{}};
  std::string left{};
  std::size_t body_limit = 1000;

  State feed(std::string_view bytes) {
    left += bytes;
    while (reader.state() == State::header || reader.state() == State::body) {
      bool const had_header = reader.state() == State::body;
      std::size_t const used = reader.feed(left);
      left.erase(0, used);
      if (!had_header && reader.state() == State::body)
        reader.allow_body(body_limit);
      else if (used == 0 || left.empty())
        break;
    }
    return reader.state();
  }
};

int refused(std::string const& text) {
  Feeding feeding;
  if (feeding.feed(text) != State::failed) return 0;
  return feeding.reader.problem().status;
}

}  // namespace

TEST_CASE("a request is the same however it is cut into pieces") {
  std::string const text =
      "\r\nPOST /tap/sync?a=b HTTP/1.1\r\nHost: h\r\nX-Two: 1\r\nX-Two: 2\r\nTransfer-Encoding: "
      "chunked\r\n\r\n"
      "5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: x\r\n\r\n";
  for (std::size_t step = 1; step <= text.size(); ++step) {
    Feeding feeding;
    for (std::size_t i = 0; i < text.size(); i += step) feeding.feed(std::string_view(text).substr(i, step));
    REQUIRE(feeding.reader.state() == State::complete);
    RawRequest const request = feeding.reader.take();
    CHECK(request.method == "POST");
    CHECK(request.target == "/tap/sync?a=b");
    CHECK(request.body == "hello world");
    CHECK(request.headers.joined("x-two") == "1, 2");
    CHECK(request.keep_alive);
    CHECK(feeding.left.empty());
  }
}

TEST_CASE("pipelined requests come one by one") {
  Feeding feeding;
  CHECK(feeding.feed("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nxyzGET /b HTTP/1.0\r\n\r\n") ==
        State::complete);
  CHECK(feeding.reader.take().body == "xyz");
  CHECK(feeding.feed("") == State::complete);
  RawRequest const second = feeding.reader.take();
  CHECK(second.target == "/b");
  CHECK_FALSE(second.is_http_11);
  CHECK_FALSE(second.keep_alive);
}

TEST_CASE("what two readers could understand in two ways is refused") {
  std::string const start = "POST / HTTP/1.1\r\nHost: h\r\n";
  CHECK(refused(start + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") == 400);
  CHECK(refused(start + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n") == 400);
  CHECK(refused(start + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd") == 400);
  CHECK(refused(start + "Content-Length: -1\r\n\r\n") == 400);
  CHECK(refused(start + "Content-Length: 3x\r\n\r\nabc") == 400);
  CHECK(refused(start + "Content-Length: 99999999999999999999999\r\n\r\n") == 400);
  CHECK(refused(start + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n") == 501);
  CHECK(refused(start + "Transfer-Encoding: identity\r\n\r\n") == 501);
  CHECK(refused(start + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n") == 400);
  CHECK(refused("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") == 501);
  CHECK(refused(start + "Transfer-Encoding: chunked\r\n\r\nzz\r\n") == 400);
  CHECK(refused(start + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcde\r\n") == 400);
  CHECK(refused("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n") == 400);
  CHECK(refused("GET / HTTP/1.1\r\n\r\n") == 400);
}

TEST_CASE("what is no HTTP/1 request is refused") {
  CHECK(refused("\x16\x03\x01\x02\x01\x01\r\n\r\n") == 400);
  CHECK(refused("GET\r\n\r\n") == 400);
  CHECK(refused("GET / HTTP/2.0\r\nHost: h\r\n\r\n") == 505);
  CHECK(refused("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") == 505);
  CHECK(refused("GET / HTTP/1.1\r\nHost: h\r\nbad line\r\n\r\n") == 400);
  CHECK(refused("GET / HTTP/1.1\r\nHost: h\r\nX: a\x01"
                "b\r\n\r\n") == 400);
  CHECK(refused("GET / HTTP/1.1\r\nHost: h\r\nExpect: miracle\r\n\r\n") == 417);
}

TEST_CASE("limits hold before the whole has come") {
  CHECK(refused("GET /" + std::string(200000, 'a')) == 414);
  CHECK(refused("GET /" + std::string(70000, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n") == 414);
  CHECK(refused("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(200000, 'a')) == 431);
  std::string lines = "GET / HTTP/1.1\r\nHost: h\r\n";
  for (int i = 0; i < 300; ++i) lines += "X: a\r\n";
  CHECK(refused(lines + "\r\n") == 431);
  CHECK(refused("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n") == 413);
  CHECK(refused("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" +
                std::string(1001, 'x') + "\r\n") == 413);
}
