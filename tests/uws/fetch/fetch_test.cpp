#include "uws/fetch/fetch.hpp"

#include <string>
#include <thread>

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "engine/base/failure.hpp"
#include "uws/fetch/notice.hpp"

namespace {

using uws::fetch;
using uws::FetchRules;
using uws::is_inner_address;

std::string refusal(std::string const& url, FetchRules const& rules) {
  try {
    fetch(url, rules);
  } catch (engine::Failure const& failure) {
    return failure.what();
  }
  return "fetched";
}

/// Answers each connection with the next of the given texts, on a port of loopback that the system chooses.
class Answers {
 public:
  explicit Answers(std::vector<std::string> answers) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(listen(socket_, 4) == 0);
    socklen_t size = sizeof address;
    getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = std::to_string(ntohs(address.sin_port));
    thread_ = std::jthread([this, texts = std::move(answers)] {
      for (auto text : texts) {
        int const client = accept(socket_, nullptr, nullptr);
        if (client < 0) return;
        char request[4096];
        [[maybe_unused]] auto const got = read(client, request, sizeof request);
        if (auto const at = text.find("PORT"); at != text.npos) text.replace(at, 4, port_);
        [[maybe_unused]] auto const sent = write(client, text.data(), text.size());
        close(client);
      }
    });
  }
  ~Answers() {
    shutdown(socket_, SHUT_RDWR);
    thread_.join();
    close(socket_);
  }
  std::string port() const { return port_; }

 private:
  int socket_;
  std::string port_;
  std::jthread thread_;
};

std::string answer(std::string const& body) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

TEST_CASE("addresses of inner networks are known, however they are written") {
  for (auto const* address : {"127.0.0.1", "10.1.2.3", "172.31.255.255", "192.168.0.1", "169.254.169.254",
                              "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1",
                              "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "not an address"})
    CHECK_MESSAGE(is_inner_address(address), address);
  for (auto const* address :
       {"8.8.8.8", "172.32.0.1", "192.167.1.1", "2001:4860:4860::8888", "::ffff:8.8.8.8"})
    CHECK_MESSAGE(!is_inner_address(address), address);
}

TEST_CASE("a URL is taken apart as curl will understand it") {
  auto const target = uws::fetch_target("https://example.org/a?b");
  CHECK(target.host == "example.org");
  CHECK(target.port == "443");
  CHECK(uws::fetch_target("http://[::1]:8080/").host == "::1");
  for (auto const* url :
       {"file:///etc/passwd", "ftp://h/x", "gopher://h/", "http://", "", "h", "http://user:pw@h/"})
    CHECK_THROWS_AS(uws::fetch_target(url), engine::Failure);
}

TEST_CASE("hosts that are not listed are not asked") {
  CHECK(refusal("http://example.org/x", {}).find("hosts its operator has listed") != std::string::npos);
  CHECK(refusal("http://example.org:8080/x", {.allowed_hosts = {"example.org"}}).find("listed") !=
        std::string::npos);
  CHECK(refusal("http://example.org@evil.org/x", {.allowed_hosts = {"example.org"}}).find("user name") !=
        std::string::npos);
}

TEST_CASE("a listed host is asked, and its answer has limits") {
  Answers const server({answer("hello"), answer("too long for the limit"), "HTTP/1.1 404 Not Found\r\n\r\n"});
  auto const host = "127.0.0.1:" + server.port();
  auto const url = "http://" + host + "/table.vot";
  CHECK(fetch(url, {.allowed_hosts = {host}}) == "hello");
  CHECK(refusal(url, {.allowed_hosts = {host}, .max_bytes = 10}).find("longer than 10 bytes") !=
        std::string::npos);
  CHECK(refusal(url, {.allowed_hosts = {host}}).find("status 404") != std::string::npos);
}

TEST_CASE("a redirect is judged like the first address") {
  Answers const server({"HTTP/1.1 302 Found\r\nLocation: http://example.org/x\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 302 Found\r\nLocation: /y\r\nContent-Length: 0\r\n\r\n", answer("there")});
  auto const host = "127.0.0.1:" + server.port();
  auto const url = "http://" + host + "/x";
  CHECK(refusal(url, {.allowed_hosts = {host}}).find("listed") != std::string::npos);
  CHECK(refusal(url, {.allowed_hosts = {host}}).find("fetched") != std::string::npos);
  CHECK(fetch(url, {.allowed_hosts = {host}}) == "there");
}

TEST_CASE("news is told once, and whether it was heard is known") {
  Answers const server({"HTTP/1.1 204 No Content\r\n\r\n",
                        "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 303 See Other\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"});
  auto const url = "http://127.0.0.1:" + server.port() + "/batch/7?key=secret";
  auto const said = [](std::string const& to) -> std::string {
    try {
      uws::post_notice(to, std::chrono::milliseconds(5000));
    } catch (engine::Failure const& failure) {
      CHECK(failure.fault() == engine::Fault::missing_resource);
      return failure.what();
    }
    return "heard";
  };
  CHECK(said(url) == "heard");
  for (char const* const status : {"status 403", "status 303"}) {
    auto const words = said(url);
    CHECK_MESSAGE(words.find(status) != std::string::npos, words);
    CHECK(words.find("secret") == std::string::npos);
  }
  CHECK(said("http://127.0.0.1:1/batch/7").find("does not hear") != std::string::npos);
  CHECK(said("file:///etc/passwd").find("does not hear") != std::string::npos);
}

TEST_CASE("a name that leads into the inner network is refused") {
  Answers const server({answer("secret")});
  // localhost is listed by name, so it may; a name like it that is not listed as such may not.
  auto const port = server.port();
  auto const said =
      refusal("http://inner.localhost:" + port + "/", {.allowed_hosts = {"inner.localhost:" + port}});
  CHECK_MESSAGE(said.find("inner network") != std::string::npos, said);
  CHECK(fetch("http://localhost:" + port + "/", {.allowed_hosts = {"localhost:" + port}}) == "secret");
}

}  // namespace
