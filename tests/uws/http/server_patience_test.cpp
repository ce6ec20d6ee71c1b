#include <atomic>

#include <doctest/doctest.h>

#include "tests/uws/http/raw_client.hpp"
#include "tests/uws/http/running_server.hpp"
#include "uws/http/respond.hpp"

using namespace uws::http;
using namespace uws_test;

namespace {

using namespace std::chrono_literals;

ServerOptions impatient() {
  ServerOptions options;
  options.limits.header_time = 100ms;
  options.limits.idle_time = 100ms;
  options.limits.body_grace = 100ms;
  options.limits.write_time = 200ms;
  options.limits.stop_time = 200ms;
  return options;
}

Reply hello(Request const&) { return text(200, "hello"); }

class Endless : public BodySource {
 public:
  explicit Endless(std::atomic<int>& alive) : alive_(alive) { ++alive_; }
  ~Endless() override { --alive_; }
  bool read(std::string& chunk) override {
    chunk.assign(60000, 'x');
    return true;
  }

 private:
  std::atomic<int>& alive_;
};

}  // namespace

TEST_CASE("who sends a header or a body too slowly is told and cut") {
  RunningServer server(hello, impatient());
  RawClient header(server.port()), body(server.port()), idle(server.port());
  header.send("GET / HTTP/1.1\r\nHo");
  body.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
  CHECK(header.receive().status == 408);
  CHECK(body.receive().status == 408);
  CHECK(header.is_closed());
  CHECK(idle.is_closed());
  CHECK(eventually([&] { return server.connections() == 0; }));
}

TEST_CASE("who sends a byte now and then gains no time for the header") {
  RunningServer server(hello, impatient());
  RawClient client(server.port());
  std::string const header = "GET / HTTP/1.1\r\nX: " + std::string(100000, 'x');
  std::size_t sent = 0;
  CHECK(eventually([&] { return !client.send(header.substr(sent++, 1)); }));
}

TEST_CASE("who does not read its answer is cut") {
  std::atomic<int> alive{0};
  RunningServer server([&](Request const&) { return StreamReply{.body = std::make_unique<Endless>(alive)}; },
                       impatient());
  RawClient client(server.port(), 4096);
  client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  client.some(1);
  CHECK(eventually([&] { return server.connections() == 0 && alive == 0; }));
  CHECK_FALSE(server.records().at(0).complete);
}

TEST_CASE("a stopping server finishes what runs and refuses the rest") {
  std::atomic<bool> started{false}, open{false};
  ServerOptions options;
  options.limits.stop_time = 20s;
  RunningServer server(
      [&](Request const&) -> Reply {
        started = true;
        started.notify_all();
        open.wait(false);
        return text(200, "finished");
      },
      options);
  RawClient idle(server.port()), busy(server.port());
  busy.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  started.wait(false);
  std::thread stopping([&] { server.stop(); });
  CHECK(idle.is_closed());
  CHECK_THROWS(RawClient(server.port()));
  open = true;
  open.notify_all();
  Answer const answer = busy.receive();
  CHECK(answer.body == "finished");
  CHECK(answer.headers.at("connection") == "close");
  stopping.join();
}

TEST_CASE("a stopping server wakes sleepers and cuts endless streams") {
  std::atomic<int> alive{0};
  ServerOptions options = impatient();
  options.limits.write_time = 60s;
  RunningServer server(
      [&](Request const& request) -> Reply {
        if (request.path == "/stream") return StreamReply{.body = std::make_unique<Endless>(alive)};
        return WaitReply{.topic = "never", .deadline = std::chrono::steady_clock::now() + 100s, .again = {}};
      },
      options);
  RawClient sleeper(server.port()), reader(server.port(), 4096);
  sleeper.send("GET /sleep HTTP/1.1\r\nHost: h\r\n\r\n");
  reader.send("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
  REQUIRE(eventually([&] { return server.notices().waiting() == 1 && alive == 1; }));
  server.stop();
  CHECK(sleeper.receive().status == 503);
  CHECK(reader.is_closed());
  CHECK(alive == 0);
}
