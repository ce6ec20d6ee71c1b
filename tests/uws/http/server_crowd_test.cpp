#include <atomic>
#include <thread>

#include <doctest/doctest.h>

#include "tests/uws/http/raw_client.hpp"
#include "tests/uws/http/running_server.hpp"
#include "uws/http/respond.hpp"

using namespace uws::http;
using namespace uws_test;

namespace {

using namespace std::chrono_literals;

std::string const plain = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

Reply hello(Request const&) { return text(200, "hello"); }

/// A job whose phase can be waited for, as the UWS routes will do it.
struct Job {
  std::atomic<bool> done{false};
  std::atomic<int> asked{0};
  std::chrono::seconds patience{100};
  Reply answer() {
    ++asked;
    if (done) return text(200, "done");
    return WaitReply{.topic = "job",
                     .deadline = std::chrono::steady_clock::now() + patience,
                     .again = [this] { return answer(); }};
  }
};

}  // namespace

TEST_CASE("a thousand idle and slow clients do not keep the others from being served") {
  ServerOptions options;
  options.workers = 2;
  RunningServer server(hello, options);
  std::vector<RawClient> clients;
  for (int i = 0; i < 1000; ++i) {
    clients.emplace_back(server.port());
    if (i % 3 == 1) clients.back().send("GET / HT");
    if (i % 3 == 2) clients.back().send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nslow");
  }
  CHECK(eventually([&] { return server.connections() == 1000; }));
  for (int i = 0; i < 100; ++i) CHECK(get(server.port(), "/").body == "hello");
  CHECK(clients[0].ask(plain).body == "hello");
  CHECK(clients[1].ask("TP/1.1\r\nHost: h\r\n\r\n").body == "hello");
  CHECK(clients[2].ask(std::string(96, 'x')).body == "hello");
}

TEST_CASE("several I/O threads share the connections") {
  ServerOptions options;
  options.io_threads = 3;
  RunningServer server(hello, options);
  std::vector<std::jthread> threads;
  std::atomic<int> served{0};
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        RawClient client(server.port());
        for (int k = 0; k < 4; ++k) served += client.ask(plain).body == "hello";
      }
    });
  threads.clear();
  CHECK(served == 800);
}

TEST_CASE("connections beyond the limit are told to come back") {
  ServerOptions options;
  options.limits.connections = 20;
  RunningServer server(hello, options);
  std::vector<RawClient> clients;
  for (int i = 0; i < 20; ++i) {
    clients.emplace_back(server.port());
    CHECK(clients.back().ask(plain).status == 200);
  }
  RawClient extra(server.port());
  Answer const refused = extra.receive();
  CHECK(refused.status == 503);
  CHECK(refused.headers.contains("retry-after"));
  clients.clear();
  CHECK(eventually([&] { return get(server.port(), "/").status == 200; }));
}

TEST_CASE("more requests than workers wait in a queue that has an end") {
  std::atomic<bool> open{false};
  ServerOptions options;
  options.workers = 1;
  options.limits.queued_requests = 3;
  RunningServer server(
      [&](Request const&) -> Reply {
        open.wait(false);
        return text(200, "hello");
      },
      options);
  std::vector<RawClient> clients;
  for (int i = 0; i < 10; ++i) {
    clients.emplace_back(server.port());
    clients.back().send(plain);
  }
  REQUIRE(eventually([&] { return server.records().size() >= 5; }));
  for (AccessRecord const& record : server.records()) CHECK(record.status == 503);
  open = true;
  open.notify_all();
  int served = 0;
  for (RawClient& client : clients) served += client.receive().status == 200;
  CHECK(served >= 3);
  CHECK(served <= 5);
}

TEST_CASE("a thousand requests sleep without a thread and wake together") {
  Job job;
  ServerOptions options;
  options.workers = 2;
  RunningServer server(
      [&](Request const& request) { return request.path == "/" ? job.answer() : hello(request); }, options);
  std::vector<RawClient> clients;
  for (int i = 0; i < 1000; ++i) {
    clients.emplace_back(server.port());
    clients.back().send(plain);
  }
  REQUIRE(eventually([&] { return server.notices().waiting() == 1000; }));
  CHECK(get(server.port(), "/other").body == "hello");
  server.notices().notify("other job");
  CHECK(job.asked == 1000);
  job.done = true;
  server.notices().notify("job");
  for (RawClient& client : clients) CHECK(client.receive().body == "done");
  CHECK(job.asked == 2000);
  CHECK(clients[0].ask(plain).body == "done");
}

TEST_CASE("a sleeper is asked again at its deadline, and forgotten when it leaves") {
  Job job;
  job.patience = 0s;
  RunningServer server([&](Request const&) { return job.answer(); });
  RawClient client(server.port());
  client.send(plain);
  CHECK(eventually([&] { return job.asked >= 3; }));
  job.done = true;
  CHECK(client.receive().body == "done");

  job.done = false;
  job.patience = 100s;
  {
    RawClient const leaving(server.port());
    const_cast<RawClient&>(leaving).send(plain);
    REQUIRE(eventually([&] { return server.notices().waiting() == 1; }));
  }
  CHECK(eventually([&] { return server.notices().waiting() == 0; }));
  CHECK(eventually([&] { return server.records().size() == 2; }));
  CHECK(server.records()[1].status == 499);
}

TEST_CASE("a notice that comes while the handler still looks is not lost") {
  std::atomic<bool> done{false}, looking{false}, notified{false};
  RunningServer server([&](Request const&) -> Reply {
    bool const seen = done;
    looking = true;
    looking.notify_all();
    notified.wait(false);
    if (seen) return text(200, "done");
    return WaitReply{.topic = "job", .deadline = std::chrono::steady_clock::now() + 100s, .again = [&] {
                       return text(200, "done later");
                     }};
  });
  RawClient client(server.port());
  client.send(plain);
  looking.wait(false);
  done = true;
  server.notices().notify("job");
  notified = true;
  notified.notify_all();
  CHECK(client.receive().body == "done later");
}

TEST_CASE("a handler in a long query learns that its client has left") {
  std::atomic<bool> cancelled{false};
  RunningServer server([&](Request const& request) -> Reply {
    std::stop_callback const cancel(request.abandoned, [&] {
      cancelled = true;
      cancelled.notify_all();
    });
    cancelled.wait(false);
    return text(200, "too late");
  });
  {
    RawClient client(server.port());
    client.send(plain);
    REQUIRE(eventually([&] { return server.connections() == 1; }));
  }
  CHECK(eventually([&] { return cancelled.load(); }));
}
