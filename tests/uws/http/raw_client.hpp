/// A client that sends exactly what a test wants and sees every byte of the answer.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace uws_test {

/// An answer taken apart, with names of headers in lower case.
struct Answer {
  int status = 0;
  std::map<std::string, std::string> headers{};
  std::string body{};
  bool complete = false;  ///< the framing was kept to its end
};

/// Every wait ends after 20 s, so that a server that hangs is a failed test and not a hanging one.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port, int receive_buffer = 0);
  explicit RawClient(std::string const& unix_socket);
  ~RawClient();
  RawClient(RawClient&& other) noexcept;
  RawClient(RawClient const&) = delete;
  RawClient& operator=(RawClient const&) = delete;

  bool send(std::string_view bytes);  ///< false if the other end has closed
  /// The next answer; interim ones (1xx) are passed over and counted. `to_head`: no body follows.
  Answer receive(bool to_head = false);
  Answer ask(std::string_view request) { return send(request) ? receive() : Answer{}; }
  std::string some(std::size_t most);  ///< what is there, waiting for the first byte; empty at the end
  bool is_closed();                    ///< waits for the end; what comes before it is thrown away
  void end_sending();
  void reset();  ///< closes so that the other end gets an error, not an end
  int interim() const { return interim_; }

 private:
  bool fill();
  std::string line();
  std::string exactly(std::size_t count);
  int socket_;
  std::string buffer_{};
  int interim_ = 0;
};

Answer get(std::uint16_t port, std::string const& target, std::string const& more_headers = "");

/// Waits for something to become true, for at most 20 s.
template <class Test>
bool eventually(Test test) {
  auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!test()) {
    if (std::chrono::steady_clock::now() > end) return false;
    struct timespec const pause{0, 2'000'000};
    nanosleep(&pause, nullptr);
  }
  return true;
}

}  // namespace uws_test
