#include "tests/uws/http/raw_client.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "engine/base/text.hpp"

namespace uws_test {

namespace {

constexpr int patience_ms = 20000;

bool ready(int socket, short what) {
  pollfd entry{socket, what, 0};
  return ::poll(&entry, 1, patience_ms) > 0;
}

}  // namespace

RawClient::RawClient(std::uint16_t port, int receive_buffer) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (receive_buffer > 0)
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof(receive_buffer));
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0)
    throw std::runtime_error("cannot connect");
}

RawClient::RawClient(std::string const& unix_socket) : socket_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, unix_socket.c_str(), sizeof(address.sun_path) - 1);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0)
    throw std::runtime_error("cannot connect");
}

RawClient::RawClient(RawClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
      buffer_(std::move(other.buffer_)),
      interim_(other.interim_) {}

RawClient::~RawClient() {
  if (socket_ >= 0) ::close(socket_);
}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    if (!ready(socket_, POLLOUT)) return false;
    ssize_t const sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawClient::end_sending() { ::shutdown(socket_, SHUT_WR); }

void RawClient::reset() {
  linger const at_once{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  ::close(std::exchange(socket_, -1));
}

bool RawClient::fill() {
  if (!ready(socket_, POLLIN)) return false;
  std::string piece(64 << 10, '\0');
  ssize_t const got = ::recv(socket_, piece.data(), piece.size(), 0);
  if (got <= 0) return false;
  buffer_.append(piece, 0, static_cast<std::size_t>(got));
  return true;
}

std::string RawClient::some(std::size_t most) {
  if (buffer_.empty()) fill();
  std::string piece = buffer_.substr(0, most);
  buffer_.erase(0, piece.size());
  return piece;
}

bool RawClient::is_closed() {
  while (ready(socket_, POLLIN)) {
    std::string piece(64 << 10, '\0');
    if (::recv(socket_, piece.data(), piece.size(), 0) <= 0) return true;
  }
  return false;
}

std::string RawClient::line() {
  while (buffer_.find("\r\n") == std::string::npos)
    if (!fill()) throw std::runtime_error("the answer ends in a line");
  std::string const found = buffer_.substr(0, buffer_.find("\r\n"));
  buffer_.erase(0, found.size() + 2);
  return found;
}

std::string RawClient::exactly(std::size_t count) {
  while (buffer_.size() < count)
    if (!fill()) throw std::runtime_error("the answer ends in its body");
  std::string found = buffer_.substr(0, count);
  buffer_.erase(0, count);
  return found;
}

Answer RawClient::receive(bool to_head) {
  Answer answer;
  try {
    std::string const start = line();
    answer.status = static_cast<int>(engine::whole_number(start.substr(9, 3)).value_or(0));
    for (std::string next = line(); !next.empty(); next = line()) {
      std::size_t const colon = next.find(':');
      answer.headers[engine::lower(next.substr(0, colon))] = engine::trimmed(next.substr(colon + 1));
    }
    if (answer.status / 100 == 1) return ++interim_, receive(to_head);
    bool const bodiless = to_head || answer.status == 204 || answer.status == 304;
    if (bodiless) {
      // nothing follows
    } else if (answer.headers.contains("content-length")) {
      auto const length = engine::whole_number(answer.headers["content-length"]).value();
      answer.body = exactly(static_cast<std::size_t>(length));
    } else if (answer.headers["transfer-encoding"] == "chunked") {
      while (true) {
        std::size_t const size = std::stoul(line(), nullptr, 16);
        answer.body += exactly(size);
        line();
        if (size == 0) break;
      }
    } else {
      while (fill()) {
      }
      answer.body = std::exchange(buffer_, {});
    }
    answer.complete = true;
  } catch (std::exception const&) {
    answer.complete = false;  // the test sees it
  }
  return answer;
}

Answer get(std::uint16_t port, std::string const& target, std::string const& more_headers) {
  RawClient client(port);
  return client.ask("GET " + target + " HTTP/1.1\r\nHost: h\r\n" + more_headers + "\r\n");
}

}  // namespace uws_test
