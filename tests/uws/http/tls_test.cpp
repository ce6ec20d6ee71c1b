// TLS, spoken with OpenSSL's own client: the same answers as without, and nothing for those who speak
// something else.
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <unistd.h>

#include "engine/base/failure.hpp"
#include "tests/uws/http/raw_client.hpp"
#include "tests/uws/http/running_server.hpp"
#include "tests/uws/http/tls_client.hpp"
#include "uws/http/respond.hpp"

namespace {

using namespace uws::http;
using namespace std::chrono_literals;
using uws_test::RunningServer;
using uws_test::TlsClient;

/// A folder with a certificate, gone with the test.
struct Folder {
  Folder() : path(std::filesystem::temp_directory_path() / ("tls-test-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path);
    uws_test::write_certificate(pem(), "first");
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string pem() const { return path / "both.pem"; }
  std::filesystem::path path;
};

std::string big() {
  std::string text;
  for (int i = 0; text.size() < (8U << 20); ++i) text += std::to_string(i) + ",";
  return text;
}

class BigSource : public BodySource {
 public:
  bool read(std::string& chunk) override {
    static std::string const all = big();
    chunk = all.substr(std::min(at_, all.size()), 60000);
    at_ += chunk.size();
    return !chunk.empty();
  }

 private:
  std::size_t at_ = 0;
};

ServerOptions options_of(Folder const& folder) {
  ServerOptions options;
  options.tls = TlsFiles{folder.pem()};
  options.body_limit = [](Method, std::string_view) { return std::size_t{32} << 20; };
  return options;
}

Reply answer(Request const& request, std::filesystem::path const& file) {
  if (request.path == "/base") return text(200, request.base_url);
  if (request.path == "/echo") return text(200, std::to_string(request.body.size()));
  if (request.path == "/stream") return StreamReply{.body = std::make_unique<BigSource>()};
  if (request.path == "/file") return FileReply{.path = file};
  if (request.path == "/wait") {
    auto const woken = [] { return Reply(text(200, "woken")); };
    return WaitReply{"topic", std::chrono::steady_clock::now() + 20s, woken};
  }
  return text(404, "");
}

std::string ask(std::uint16_t port, std::string const& request, int version = 0) {
  TlsClient client(port, version);
  REQUIRE(client.connected());
  REQUIRE(client.send(request));
  return client.until_end();
}

std::string get(std::string const& path, std::string const& more = "") {
  return "GET " + path + " HTTP/1.1\r\nHost: vo.example\r\nConnection: close\r\n" + more + "\r\n";
}

std::string without_chunks(std::string_view body) {
  std::string all;
  while (!body.empty()) {
    auto const size = std::stoul(std::string(body.substr(0, body.find('\r'))), nullptr, 16);
    body.remove_prefix(body.find('\n') + 1);
    all += body.substr(0, size);
    body.remove_prefix(std::min(size + 2, body.size()));
  }
  return all;
}

TEST_CASE("answers, ranges, conditions, streams, bodies and waits are the same under TLS") {
  Folder const folder;
  auto const file = folder.path / "data.bin";
  std::ofstream(file) << "0123456789";
  RunningServer server([&](Request const& request) { return answer(request, file); }, options_of(folder));

  for (int const version : {TLS1_2_VERSION, TLS1_3_VERSION})
    CHECK(ask(server.port(), get("/base"), version).ends_with("\r\n\r\nhttps://vo.example"));

  auto const part = ask(server.port(), get("/file", "Range: bytes=3-5\r\n"));
  CHECK(part.starts_with("HTTP/1.1 206"));
  CHECK(part.ends_with("\r\n\r\n345"));
  auto const tag =
      part.substr(part.find("ETag: ") + 6, part.find('\r', part.find("ETag: ")) - part.find("ETag: ") - 6);
  CHECK(ask(server.port(), get("/file", "If-None-Match: " + tag + "\r\n")).starts_with("HTTP/1.1 304"));

  auto const stream = ask(server.port(), get("/stream"));
  CHECK((without_chunks(std::string_view(stream).substr(stream.find("\r\n\r\n") + 4)) == big()));

  std::string const body(3 << 20, 'x');
  auto const echo =
      ask(server.port(), "POST /echo HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: " +
                             std::to_string(body.size()) + "\r\n\r\n" + body);
  CHECK(echo.ends_with("\r\n\r\n" + std::to_string(body.size())));

  TlsClient sleeper(server.port());
  REQUIRE(sleeper.send(get("/wait")));
  std::this_thread::sleep_for(100ms);
  server.notices().notify("topic");
  CHECK(sleeper.until_end().ends_with("woken"));
  CHECK(sleeper.ended_well());
}

TEST_CASE("many requests on one connection") {
  Folder const folder;
  RunningServer server([&](Request const& request) { return answer(request, ""); }, options_of(folder));
  TlsClient client(server.port());
  std::string first;
  for (int i = 0; i < 200; ++i) {
    REQUIRE(client.send("GET /base HTTP/1.1\r\nHost: h\r\n\r\n"));
    std::string head;
    while (!head.ends_with("\r\n\r\n")) {
      auto const byte = client.receive(1);
      REQUIRE(byte.size() == 1);
      head += byte;
    }
    CHECK(head.find("Content-Length: 9\r\n") != std::string::npos);
    CHECK(client.receive(9) == "https://h");
  }
}

TEST_CASE("old versions, plain HTTP and garbage get a clean end, and others go on") {
  Folder const folder;
  RunningServer server([&](Request const& request) { return answer(request, ""); }, options_of(folder));
  CHECK(!TlsClient(server.port(), TLS1_1_VERSION).connected());

  uws_test::RawClient plain(server.port());
  auto const told = plain.ask("GET /base HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(told.status == 400);
  CHECK(told.complete);
  CHECK(told.body.find("https://") != std::string::npos);
  plain.end_sending();
  CHECK(plain.is_closed());

  uws_test::RawClient garbage(server.port());
  garbage.send(std::string("\x16\x03\x01\x00\x05", 5) + "hello, this is no handshake");
  CHECK(garbage.is_closed());
  uws_test::RawClient silent(server.port());
  silent.send("\x16");
  silent.reset();

  CHECK(ask(server.port(), get("/base")).ends_with("https://vo.example"));
  CHECK(uws_test::eventually([&] { return server.connections() == 0; }));
}

TEST_CASE("a client that leaves in the middle of a stream is noticed") {
  Folder const folder;
  RunningServer server([&](Request const& request) { return answer(request, ""); }, options_of(folder));
  {
    TlsClient client(server.port());
    REQUIRE(client.send(get("/stream")));
    CHECK(client.receive(1000).size() == 1000);
  }
  CHECK(uws_test::eventually([&] { return server.connections() == 0; }));
}

TEST_CASE("a certificate is read again, and a bad one changes nothing") {
  Folder const folder;
  TlsContext context(TlsFiles{folder.pem()});
  ServerOptions const options = options_of(folder);
  Notices notices;
  Server server(
      options, [](Request const& request) { return answer(request, ""); }, notices);
  std::thread thread([&] { server.run(); });
  CHECK(TlsClient(server.port()).subject() == "first");
  uws_test::write_certificate(folder.pem(), "second");
  CHECK(TlsClient(server.port()).subject() == "first");
  server.reload_tls();
  CHECK(TlsClient(server.port()).subject() == "second");
  std::ofstream(folder.pem()) << "nonsense";
  CHECK_THROWS_AS(server.reload_tls(), engine::Failure);
  CHECK(TlsClient(server.port()).subject() == "second");
  server.stop();
  thread.join();
}

TEST_CASE("files that cannot serve say what is wrong with them") {
  Folder const folder;
  auto const message = [](TlsFiles const& files) -> std::string {
    try {
      TlsContext const context(files);
    } catch (engine::Failure const& failure) {
      return failure.what();
    }
    return "";
  };
  CHECK(message({"/nowhere.pem"}).find("/nowhere.pem") != std::string::npos);
  auto const other = folder.path / "other.pem";
  uws_test::write_certificate(other, "other");
  CHECK(message({folder.pem(), other}).find("key") != std::string::npos);
  std::ofstream(other) << "nonsense";
  CHECK(message({other}).find("PEM") != std::string::npos);
}

}  // namespace
