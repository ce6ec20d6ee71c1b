#include "uws/http/server.hpp"

#include <stdexcept>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/uws/http/raw_client.hpp"
#include "tests/uws/http/running_server.hpp"
#include "uws/http/form.hpp"
#include "uws/http/respond.hpp"

using namespace uws::http;
using namespace uws_test;

namespace {

/// What a test needs to see of a request comes back in the body.
Reply mirror(Request const& request) {
  remark_user(request, "ada");
  return text(200, std::string(word_of(request.method)) + " " + request.base_url + " " + request.path + "?" +
                       request.query + " " + std::to_string(request.body.size()));
}

std::string const host = "Host: h\r\n";

}  // namespace

TEST_CASE("requests are answered one after the other on one connection") {
  RunningServer server(mirror);
  RawClient client(server.port());
  CHECK(client.ask("GET /a?b=c HTTP/1.1\r\n" + host + "\r\n").body == "GET http://h /a?b=c 0");
  CHECK(client.ask("POST /p HTTP/1.1\r\nContent-Length: 5\r\n" + host + "\r\n12345").body ==
        "POST http://h /p? 5");
  Answer const last = client.ask("GET / HTTP/1.1\r\nConnection: close\r\n" + host + "\r\n");
  CHECK(last.headers.at("connection") == "close");
  CHECK(last.headers.at("x-content-type-options") == "nosniff");
  CHECK(last.headers.at("access-control-allow-origin") == "*");
  CHECK(client.is_closed());
}

TEST_CASE("pipelined requests are answered in their order") {
  RunningServer server(mirror);
  RawClient client(server.port());
  std::string all;
  for (int i = 0; i < 200; ++i)
    all += "POST /" + std::to_string(i) + " HTTP/1.1\r\n" + host + "Content-Length: 3\r\n\r\nabc";
  REQUIRE(client.send(all));
  for (int i = 0; i < 200; ++i) CHECK(client.receive().body == "POST http://h /" + std::to_string(i) + "? 3");
}

TEST_CASE("HTTP/1.0 is answered and closed, unless it asks to be kept") {
  RunningServer server(mirror);
  RawClient client(server.port());
  CHECK(client.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n" + host + "\r\n").headers.at("connection") ==
        "keep-alive");
  CHECK(client.ask("GET / HTTP/1.0\r\n" + host + "\r\n").status == 200);
  CHECK(client.is_closed());
}

TEST_CASE("HEAD tells the length and sends no body") {
  RunningServer server(mirror);
  RawClient client(server.port());
  REQUIRE(client.send("HEAD /a HTTP/1.1\r\n" + host + "\r\n"));
  Answer const head = client.receive(true);
  CHECK(head.headers.at("content-length") == std::to_string(std::string("HEAD http://h /a? 0").size()));
  CHECK(client.ask("GET /b HTTP/1.1\r\n" + host + "\r\n").body == "GET http://h /b? 0");
}

TEST_CASE("a body is sent after the invitation, and not invited if it will not be taken") {
  RunningServer server(mirror);
  std::string const start = "POST / HTTP/1.1\r\nExpect: 100-continue\r\n" + host;
  RawClient client(server.port());
  REQUIRE(client.send(start + "Content-Length: 4\r\n\r\n"));
  CHECK(client.some(100) == "HTTP/1.1 100 Continue\r\n\r\n");
  CHECK(client.ask("abcd").body == "POST http://h /? 4");
  RawClient large(server.port());
  CHECK(large.ask(start + "Content-Length: 99999999\r\n\r\n").status == 413);
  CHECK(large.interim() == 0);
}

TEST_CASE("bodies have limits by path, known or found out on the way") {
  ServerOptions options;
  options.body_limit = [](Method, std::string_view path) {
    return path == "/upload" ? std::size_t{5'000'000} : std::size_t{100};
  };
  RunningServer server(mirror, options);
  auto const post = [&](std::string const& path, std::size_t size) {
    RawClient client(server.port());
    return client.ask("POST " + path + " HTTP/1.1\r\n" + host + "Content-Length: " + std::to_string(size) +
                      "\r\n\r\n" + std::string(size, 'x'));
  };
  CHECK(post("/", 100).status == 200);
  CHECK(post("/", 101).status == 413);
  CHECK(post("/upload", 5'000'000).body == "POST http://h /upload? 5000000");
  CHECK(post("/upload", 5'000'001).status == 413);
  // Much more than any buffer on the way: the client may send it all, and still reads why it was refused.
  CHECK(post("/upload", 40'000'000).status == 413);
  RawClient chunked(server.port());
  CHECK(chunked
            .ask("POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n65\r\n" +
                 std::string(101, 'x') + "\r\n0\r\n\r\n")
            .status == 413);
}

TEST_CASE("all bodies together have a limit, and room comes back") {
  ServerOptions options;
  options.limits.bodies_in_memory = 1000;
  RunningServer server(mirror, options);
  std::string const start = "POST / HTTP/1.1\r\n" + host + "Content-Length: 800\r\n\r\n";
  RawClient first(server.port());
  REQUIRE(first.send(start));
  REQUIRE(eventually([&] { return get(server.port(), "/", "").status == 200; }));
  Answer refused;
  CHECK(eventually([&] {
    RawClient second(server.port());
    refused = second.ask(start);
    return refused.status == 503;
  }));
  CHECK(refused.headers.contains("retry-after"));
  CHECK(first.ask(std::string(800, 'x')).status == 200);
  RawClient third(server.port());
  CHECK(third.ask(start + std::string(800, 'x')).status == 200);
}

TEST_CASE("a refused request tells why, in the form the client reads, with CORS") {
  RunningServer server(mirror);
  RawClient client(server.port());
  Answer const answer = client.ask(
      "BREW /pot HTTP/1.1\r\nAccept: application/json\r\nOrigin: https://p.org\r\n" + host + "\r\n");
  CHECK(answer.status == 501);
  CHECK(answer.headers.at("content-type") == "application/json");
  CHECK(answer.headers.at("access-control-allow-origin") == "*");
  CHECK(client.is_closed());
  CHECK(get(server.port(), "/" + std::string(100'000, 'a')).status == 414);
  CHECK(get(server.port(), "/", "X: " + std::string(200'000, 'a') + "\r\n").status == 431);
  RawClient no_host(server.port());
  CHECK(no_host.ask("GET / HTTP/1.1\r\n\r\n").status == 400);
  RawClient bad_host(server.port());
  CHECK(bad_host.ask("GET / HTTP/1.1\r\nHost: a\"b\r\n\r\n").status == 400);
}

TEST_CASE("failures of handlers become answers; what users must not see stays in the log") {
  RunningServer server([](Request const& request) -> Reply {
    if (request.path == "/bad") throw engine::Failure(engine::Fault::bad_request, "no such column <b>");
    if (request.path == "/gone")
      throw engine::Failure(engine::Fault::missing_resource, "the database is away");
    if (request.path == "/mine") throw Refusal(403, "not your job");
    if (request.path == "/odd") throw 17;
    throw std::runtime_error("secret password");
  });
  Answer const bad = get(server.port(), "/bad", "Accept: text/html\r\n");
  CHECK(bad.status == 400);
  CHECK(bad.body.find("no such column &lt;b&gt;") != std::string::npos);
  CHECK(get(server.port(), "/gone").status == 503);
  CHECK(get(server.port(), "/gone").headers.at("retry-after") == "5");
  CHECK(get(server.port(), "/mine").status == 403);
  CHECK(get(server.port(), "/odd").status == 500);
  Answer const hidden = get(server.port(), "/x");
  CHECK(hidden.status == 500);
  CHECK(hidden.body.find("password") == std::string::npos);
  std::string const reference = hidden.headers.at("x-request-id");
  CHECK(hidden.body.find(reference) != std::string::npos);
  std::vector<std::string> const errors = server.errors();
  CHECK(errors.back().find(reference) != std::string::npos);
  CHECK(errors.back().find("secret password") != std::string::npos);
}

TEST_CASE("a preflight needs no handler's consent; OPTIONS * is no error") {
  RunningServer server([](Request const&) -> Reply { throw Refusal(401, "who are you?"); });
  RawClient client(server.port());
  Answer const answer =
      client.ask("OPTIONS /x HTTP/1.1\r\nOrigin: https://p.org\r\nAccess-Control-Request-Method: POST\r\n" +
                 host + "\r\n");
  CHECK(answer.status == 204);
  CHECK(answer.headers.at("access-control-allow-origin") == "*");
  CHECK(get(server.port(), "/x", "Origin: https://p.org\r\n").headers.at("access-control-allow-origin") ==
        "*");
  RunningServer other(mirror);
  RawClient star(other.port());
  CHECK(star.ask("OPTIONS * HTTP/1.1\r\n" + host + "\r\n").status == 200);
}

TEST_CASE("the framing is the server's, whatever a handler says about it") {
  RunningServer server([](Request const&) -> Reply {
    Response response = text(200, "hello");
    response.headers.set("Content-Length", "3");
    response.headers.set("Transfer-Encoding", "chunked");
    return response;
  });
  Answer const answer = get(server.port(), "/");
  CHECK(answer.body == "hello");
  CHECK_FALSE(answer.headers.contains("transfer-encoding"));
}

TEST_CASE("the access log has a record for each request") {
  RunningServer server(mirror);
  get(server.port(), "/a?b=\"c");
  RawClient broken(server.port());
  broken.ask("nonsense\r\n\r\n");
  REQUIRE(eventually([&] { return server.records().size() == 2; }));
  AccessRecord const record = server.records()[0];
  CHECK(record.method == "GET");
  CHECK(record.status == 200);
  CHECK(record.user == "ada");
  CHECK(record.peer == "127.0.0.1");
  CHECK(record.bytes == std::string("GET http://h /a?b=\"c 0").size());
  CHECK(server.records()[1].status == 400);
  CHECK(logfmt(record).find("path=\"/a?b=\\\"c\" status=200") != std::string::npos);
}

TEST_CASE("a local socket serves as well") {
  test_support::TemporaryDirectory const folder;
  ServerOptions options;
  options.unix_socket = folder.file("s");
  {
    RunningServer server(mirror, options);
    RawClient client(options.unix_socket);
    CHECK(client.ask("GET / HTTP/1.1\r\nX-Forwarded-Proto: https\r\n" + host + "\r\n").body ==
          "GET https://h /? 0");
    CHECK_THROWS_AS(RunningServer(mirror, options), engine::Failure);
  }
  CHECK_FALSE(std::filesystem::exists(options.unix_socket));
}

TEST_CASE("an address that cannot be listened on is a clear failure") {
  RunningServer server(mirror);
  ServerOptions options;
  options.port = server.port();
  CHECK_THROWS_WITH_AS(RunningServer(mirror, options), doctest::Contains("Choose another port"),
                       engine::Failure);
  options.address = "localhost";
  CHECK_THROWS_WITH_AS(RunningServer(mirror, options), doctest::Contains("numeric address"), engine::Failure);
}
