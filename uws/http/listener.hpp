/// Sockets that are listened on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace uws::http {

struct Accepted {
  int socket = -1;
  std::string peer{};  ///< address without port; "unix" for a local socket
};

/// A non-blocking listening socket, closed (and a local one's file removed) when destroyed.
class Listener {
 public:
  /// Throw Failure: the address cannot be read, is in use, needs rights.
  static Listener tcp(std::string const& address, std::uint16_t port);
  static Listener local(std::string const& path);
  Listener(Listener&& other) noexcept;
  Listener& operator=(Listener&&) = delete;
  ~Listener();

  int socket() const { return socket_; }
  std::uint16_t port() const;  ///< 0 for a local socket

  enum class Outcome { accepted, nobody, exhausted };
  /// exhausted: no descriptor is free; try again a little later.
  Outcome accept(Accepted& into) const;

 private:
  explicit Listener(int socket, std::string path = {}) : socket_(socket), path_(std::move(path)) {}
  int socket_;
  std::string path_;
};

/// Raises the limit of open files to what the system allows; returns it.
std::size_t raise_open_files();

}  // namespace uws::http
