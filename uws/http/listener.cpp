#include "uws/http/listener.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "engine/base/failure.hpp"
#include "uws/http/network.hpp"

namespace uws::http {

namespace {

[[noreturn]] void throw_cannot_listen(std::string const& where, int error, std::string const& advice) {
  throw engine::Failure(
      engine::Fault::missing_resource,
      "cannot listen: " + where + " (" + std::generic_category().message(error) + ") - " + advice);
}

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t length = sizeof(sockaddr_storage);
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
  sockaddr_in& v4() { return reinterpret_cast<sockaddr_in&>(storage); }
  sockaddr_in6& v6() { return reinterpret_cast<sockaddr_in6&>(storage); }
};

std::optional<SocketAddress> internet_address(std::string const& text, std::uint16_t port) {
  SocketAddress address;
  if (inet_pton(AF_INET, text.c_str(), &address.v4().sin_addr) == 1) {
    address.v4().sin_family = AF_INET;
    address.v4().sin_port = htons(port);
    address.length = sizeof(sockaddr_in);
    return address;
  }
  if (inet_pton(AF_INET6, text.c_str(), &address.v6().sin6_addr) != 1) return std::nullopt;
  address.v6().sin6_family = AF_INET6;
  address.v6().sin6_port = htons(port);
  address.length = sizeof(sockaddr_in6);
  return address;
}

std::string peer_name(SocketAddress& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.storage.ss_family == AF_INET) {
    inet_ntop(AF_INET, &address.v4().sin_addr, text.data(), text.size());
    return text.data();
  }
  if (address.storage.ss_family != AF_INET6) return "unix";
  inet_ntop(AF_INET6, &address.v6().sin6_addr, text.data(), text.size());
  std::string const name = text.data();
  return name.starts_with("::ffff:") ? name.substr(7) : name;  // IPv4 by an IPv6 socket
}

/// A leftover of a daemon that was killed does not answer; a living one does, and keeps its socket.
void remove_dead_socket(std::string const& path, sockaddr_un const& address) {
  struct stat facts {};
  if (::lstat(path.c_str(), &facts) != 0 || !S_ISSOCK(facts.st_mode)) return;
  int const probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  bool const dead = ::connect(probe, reinterpret_cast<sockaddr const*>(&address), sizeof(address)) != 0 &&
                    errno == ECONNREFUSED;
  ::close(probe);
  if (dead) ::unlink(path.c_str());
}

constexpr int backlog = 4096;

}  // namespace

Listener Listener::tcp(std::string const& address_text, std::uint16_t port) {
  std::string const where = address_text + " port " + std::to_string(port);
  auto address = internet_address(address_text, port);
  if (!address) throw_cannot_listen(where, EINVAL, "give a numeric address such as 127.0.0.1 or ::");
  int const descriptor =
      ::socket(address->storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
  if (descriptor < 0) throw_cannot_listen(where, errno, "is this kind of address known to the machine?");
  Listener listener(descriptor);
  int const on = 1;
  ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  if (::bind(descriptor, address->get(), address->length) != 0 || ::listen(descriptor, backlog) != 0)
    throw_cannot_listen(where, errno, "is another daemon running there? Choose another port");
  return listener;
}

Listener Listener::local(std::string const& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path))
    throw_cannot_listen(path, ENAMETOOLONG, "choose a shorter path");
  std::memcpy(address.sun_path, path.data(), path.size());
  remove_dead_socket(path, address);
  int const descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor < 0) throw_cannot_listen(path, errno, "are too many files open?");
  Listener listener(descriptor);
  if (::bind(descriptor, reinterpret_cast<sockaddr const*>(&address), sizeof(address)) != 0)
    throw_cannot_listen(path, errno, "is another daemon running there?");
  listener.path_ = path;
  if (::listen(descriptor, backlog) != 0) throw_cannot_listen(path, errno, "choose another path");
  return listener;
}

Listener::Listener(Listener&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), path_(std::exchange(other.path_, {})) {}

Listener::~Listener() {
  if (socket_ >= 0) ::close(socket_);
  if (!path_.empty()) ::unlink(path_.c_str());
}

std::uint16_t Listener::port() const {
  SocketAddress address;
  if (::getsockname(socket_, address.get(), &address.length) != 0) return 0;
  if (address.storage.ss_family == AF_INET) return ntohs(address.v4().sin_port);
  return address.storage.ss_family == AF_INET6 ? ntohs(address.v6().sin6_port) : std::uint16_t{0};
}

Listener::Outcome Listener::accept(Accepted& into) const {
  SocketAddress address;
  int const accepted = ::accept4(socket_, address.get(), &address.length, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (accepted < 0) {
    bool const full = errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
    return full ? Outcome::exhausted : Outcome::nobody;
  }
  int const on = 1;
  if (address.storage.ss_family != AF_UNIX) ::setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  into = {accepted, peer_name(address)};
  return Outcome::accepted;
}

std::size_t raise_open_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
  rlimit const raised{limit.rlim_max, limit.rlim_max};
  if (::setrlimit(RLIMIT_NOFILE, &raised) != 0) return limit.rlim_cur;
  return limit.rlim_max;
}

}  // namespace uws::http
