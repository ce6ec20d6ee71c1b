/// Requests and replies as values; handlers know nothing of sockets, and nobody here of Boost.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace uws::http {

enum class Method { get, head, post, put, delete_, options };
std::string_view word_of(Method method);  ///< "GET"
std::optional<Method> method_of(std::string_view word);

/// Names compare without case (RFC 9110 section 5.1); repeated headers are kept apart.
class Headers {
 public:
  void set(std::string_view name, std::string value);  ///< replaces all of that name
  void add(std::string_view name, std::string value);
  void remove(std::string_view name);
  std::optional<std::string_view> find(std::string_view name) const;  ///< the first
  std::string joined(std::string_view name) const;  ///< all of that name as one list, ", " between them
  std::vector<std::pair<std::string, std::string>> const& all() const { return all_; }

 private:
  std::vector<std::pair<std::string, std::string>> all_;
};

/// What a handler found out and the access log should say.
struct Remarks {
  std::string user{}, job{};
  /// Whom uws/identity found the request to be from, so that it need not find out again for each handler that
  /// asks.
  std::shared_ptr<void const> identity{};
};

/// Lives until its reply is sent: a reply's body or `again` may keep a reference to it.
struct Request {
  Method method = Method::get;
  std::string path{};   ///< below the service's prefix, still percent-encoded: "/tap/sync"
  std::string query{};  ///< behind '?', undecoded
  Headers headers{};
  std::string body{};
  std::string base_url{};   ///< "https://host:port/prefix" as the client named it (Host, Forwarded, config)
  std::string peer{};       ///< address of the client: what a trusted proxy says, else the other end
  std::string neighbour{};  ///< address of the other end of the connection itself: a proxy, if there is one
  std::string id{};         ///< of the request, in the log and in messages about our own faults
  /// Stopped when the client has hung up or the server gives up on the request. A handler or a BodySource in
  /// a long query holds a std::stop_callback on it that cancels the query.
  std::stop_token abandoned{};
  std::shared_ptr<Remarks> remarks{};  ///< for the access log; none in requests made by tests
};
void remark_user(Request const& request, std::string user);
void remark_job(Request const& request, std::string job);

struct Response {
  int status = 200;
  Headers headers{};
  std::string body{};
};

/// The body of a long answer. Pulled chunk by chunk by a worker; no thread is held between chunks, and the
/// source is destroyed (query cancelled, file closed) when the client goes away.
class BodySource {
 public:
  virtual ~BodySource() = default;
  /// Replaces `chunk` by the next piece (some 64 kB); false at the end, with an empty chunk. Throws Failure:
  /// the connection is then cut, so that nobody takes half an answer for a whole one.
  virtual bool read(std::string& chunk) = 0;
};
struct StreamReply {
  int status = 200;
  Headers headers{};
  std::unique_ptr<BodySource> body;
};

/// A file as it is: the server adds length, ETag, Last-Modified and serves ranges and conditions (RFC 9110).
struct FileReply {
  std::filesystem::path path;
  Headers headers{};  ///< Content-Type at least
};

struct WaitReply;
using Reply = std::variant<Response, StreamReply, FileReply, WaitReply>;

/// The request sleeps, holding no thread, until Notices::notify(topic) or the deadline, then is asked again.
struct WaitReply {
  std::string topic;
  std::chrono::steady_clock::time_point deadline;
  std::function<Reply()> again;
};

using Handle = std::function<Reply(Request const&)>;

}  // namespace uws::http
