#include <atomic>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <zlib.h>

#include "engine/base/failure.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/uws/http/raw_client.hpp"
#include "tests/uws/http/running_server.hpp"
#include "uws/http/respond.hpp"

using namespace uws::http;
using namespace uws_test;

namespace {

/// Lines with numbers, so that a lost or doubled piece shows; counts how many are alive.
class Lines : public BodySource {
 public:
  Lines(std::size_t count, std::size_t fail_at, std::atomic<int>& alive)
      : count_(count), fail_at_(fail_at), alive_(alive) {
    ++alive_;
  }
  ~Lines() override { --alive_; }
  bool read(std::string& chunk) override {
    chunk.clear();
    while (next_ < count_ && chunk.size() < 60000) {
      if (next_ == fail_at_) throw engine::Failure(engine::Fault::missing_resource, "the database is away");
      chunk += "line " + std::to_string(next_++) + "\n";
    }
    return !chunk.empty();
  }

 private:
  std::size_t count_, fail_at_, next_ = 0;
  std::atomic<int>& alive_;
};

std::string lines(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "line " + std::to_string(i) + "\n";
  return text;
}

std::string inflated(std::string const& packed) {
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
  std::string text(16 << 20, '\0'), input = packed;
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return text;
}

struct Streaming {
  std::atomic<int> alive{0};
  std::size_t count = 300000, fail_at = SIZE_MAX;
  std::string type = "text/csv;header=present";
  Reply operator()(Request const&) {
    StreamReply reply;
    reply.headers.set("Content-Type", type);
    reply.body = std::make_unique<Lines>(count, fail_at, alive);
    return reply;
  }
};

Handle handle_of(Streaming& streaming) {
  return [&streaming](Request const& request) { return streaming(request); };
}

}  // namespace

TEST_CASE("a stream arrives whole, chunked or until the end of the connection") {
  Streaming streaming;
  RunningServer server(handle_of(streaming));
  RawClient client(server.port());
  for (int i = 0; i < 2; ++i) {
    Answer const answer = client.ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(answer.complete);
    CHECK(answer.headers.at("transfer-encoding") == "chunked");
    CHECK(answer.body == lines(streaming.count));
  }
  RawClient old(server.port());
  Answer const answer = old.ask("GET / HTTP/1.0\r\n\r\n");
  CHECK(answer.status == 400);  // nobody knows under which name the service was asked
  RawClient named(server.port());
  CHECK(named.ask("GET / HTTP/1.0\r\nHost: h\r\n\r\n").body == lines(streaming.count));
  CHECK(eventually([&] { return streaming.alive == 0; }));
}

TEST_CASE("a stream is compressed for those who can read it") {
  Streaming streaming;
  RunningServer server(handle_of(streaming));
  Answer const packed = get(server.port(), "/", "Accept-Encoding: deflate, gzip\r\n");
  CHECK(packed.headers.at("content-encoding") == "gzip");
  CHECK(packed.headers.at("vary").find("Accept-Encoding") != std::string::npos);
  CHECK(packed.body.size() < lines(streaming.count).size() / 3);
  CHECK(inflated(packed.body) == lines(streaming.count));
  CHECK(get(server.port(), "/").headers.at("vary").find("Accept-Encoding") != std::string::npos);
  streaming.type = "application/fits";
  CHECK_FALSE(get(server.port(), "/", "Accept-Encoding: gzip\r\n").headers.contains("content-encoding"));
  streaming.type = "text/plain";
  streaming.count = 0;
  CHECK(inflated(get(server.port(), "/", "Accept-Encoding: gzip\r\n").body).empty());
}

TEST_CASE("HEAD of a stream makes no stream") {
  Streaming streaming;
  RunningServer server(handle_of(streaming));
  RawClient client(server.port());
  REQUIRE(client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n"));
  CHECK(client.receive(true).headers.at("content-type") == streaming.type);
  CHECK(eventually([&] { return streaming.alive == 0; }));
}

TEST_CASE("a stream that fails at once is an error, one that fails later is cut") {
  Streaming streaming;
  streaming.fail_at = 0;
  RunningServer server(handle_of(streaming));
  Answer const refused = get(server.port(), "/");
  CHECK(refused.status == 503);
  CHECK(refused.body == "the database is away\n");
  streaming.fail_at = 200000;
  for (char const* header : {"", "Accept-Encoding: gzip\r\n"}) {
    Answer const cut = get(server.port(), "/", header);
    CHECK(cut.status == 200);
    CHECK_FALSE(cut.complete);
  }
  CHECK(eventually([&] { return streaming.alive == 0; }));
}

TEST_CASE("a client that hangs up ends its stream, however slowly it was read") {
  Streaming streaming;
  streaming.count = 200'000'000;
  RunningServer server(handle_of(streaming));
  RawClient polite(server.port(), 4096), rude(server.port(), 4096);
  for (RawClient* client : {&polite, &rude}) {
    REQUIRE(client->send("GET / HTTP/1.1\r\nHost: h\r\n\r\n"));
    REQUIRE_FALSE(client->some(10).empty());
  }
  CHECK(streaming.alive == 2);
  rude.reset();
  { RawClient const gone = std::move(polite); }
  CHECK(eventually([&] { return streaming.alive == 0 && server.connections() == 0; }));
}

TEST_CASE("short texts go as they are, long ones compressed with their length") {
  std::string const content = lines(5000);
  RunningServer server([&](Request const& request) -> Reply {
    return text(200, request.path == "/long" ? content : "short");
  });
  CHECK_FALSE(get(server.port(), "/short", "Accept-Encoding: gzip\r\n").headers.contains("content-encoding"));
  Answer const packed = get(server.port(), "/long", "Accept-Encoding: gzip\r\n");
  CHECK(packed.headers.at("content-length") == std::to_string(packed.body.size()));
  CHECK(inflated(packed.body) == content);
  CHECK(get(server.port(), "/long").body == content);
}

TEST_CASE("a text of many megabytes arrives whole") {
  std::string const content = lines(3'000'000);
  RunningServer server(
      [&](Request const&) -> Reply { return with_type(200, "application/octet-stream", content); });
  CHECK(get(server.port(), "/").body == content);
}

TEST_CASE("files are served with ranges and conditions") {
  test_support::TemporaryDirectory const folder;
  std::string const content = lines(100000);
  std::ofstream(folder.file("f.fits")) << content;
  RunningServer server([&](Request const& request) -> Reply {
    FileReply reply{.path = folder.path() / request.path.substr(1)};
    reply.headers.set("Content-Type", request.path == "/f.fits" ? "application/fits" : "text/plain");
    return reply;
  });
  auto const ask = [&](std::string const& headers) { return get(server.port(), "/f.fits", headers); };
  Answer const whole = ask("Accept-Encoding: gzip\r\n");
  CHECK(whole.status == 200);
  CHECK(whole.body == content);
  CHECK(whole.headers.at("accept-ranges") == "bytes");
  std::string const tag = whole.headers.at("etag");
  Answer const part = ask("Range: bytes=1000-400999\r\nIf-Range: " + tag + "\r\n");
  CHECK(part.status == 206);
  CHECK(part.headers.at("content-range") == "bytes 1000-400999/" + std::to_string(content.size()));
  CHECK(part.body == content.substr(1000, 400000));
  CHECK(ask("Range: bytes=-7\r\n").body == content.substr(content.size() - 7));
  CHECK(ask("Range: bytes=0-4\r\nIf-Range: \"old\"\r\n").status == 200);
  Answer const behind = ask("Range: bytes=99999999-\r\n");
  CHECK(behind.status == 416);
  CHECK(behind.headers.at("content-range") == "bytes */" + std::to_string(content.size()));
  CHECK(ask("If-None-Match: " + tag + "\r\n").status == 304);
  CHECK(ask("If-Modified-Since: " + whole.headers.at("last-modified") + "\r\n").status == 304);
  CHECK(ask("If-Match: \"other\"\r\n").status == 412);
  std::ofstream(folder.file("f.fits"), std::ios::app) << "more";
  CHECK(ask("If-None-Match: " + tag + "\r\n").status == 200);
  CHECK(get(server.port(), "/none").status == 404);
  CHECK(get(server.port(), "/.").status == 404);
  RawClient client(server.port());
  REQUIRE(client.send("HEAD /f.fits HTTP/1.1\r\nHost: h\r\nRange: bytes=0-1\r\n\r\n"));
  CHECK(client.receive(true).headers.at("content-length") == std::to_string(content.size() + 4));
}

TEST_CASE("a text file is compressed, but not its parts") {
  test_support::TemporaryDirectory const folder;
  std::string const content = lines(10000);
  std::ofstream(folder.file("t")) << content;
  RunningServer server([&](Request const&) -> Reply {
    FileReply reply{.path = folder.path() / "t"};
    reply.headers.set("Content-Type", "text/plain");
    return reply;
  });
  Answer const packed = get(server.port(), "/", "Accept-Encoding: gzip\r\n");
  CHECK(packed.headers.at("content-encoding") == "gzip");
  CHECK(inflated(packed.body) == content);
  Answer const part = get(server.port(), "/", "Accept-Encoding: gzip\r\nRange: bytes=5-9\r\n");
  CHECK(part.body == content.substr(5, 5));
  CHECK(get(server.port(), "/", "If-None-Match: " + packed.headers.at("etag") + "\r\n").status == 304);
}

TEST_CASE("a file that shrinks while it is sent is cut, not filled up") {
  test_support::TemporaryDirectory const folder;
  std::ofstream(folder.file("f")) << std::string(50'000'000, 'x');
  RunningServer server([&](Request const&) -> Reply {
    FileReply reply{.path = folder.path() / "f"};
    reply.headers.set("Content-Type", "application/fits");
    return reply;
  });
  RawClient client(server.port(), 4096);
  REQUIRE(client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n"));
  client.some(10);
  std::filesystem::resize_file(folder.file("f"), 1000);
  CHECK(client.is_closed());
  REQUIRE(eventually([&] { return server.records().size() == 1; }));
  CHECK_FALSE(server.records()[0].complete);
}
