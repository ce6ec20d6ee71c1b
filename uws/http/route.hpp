/// Which handler a request goes to: method and path pattern.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "uws/http/message.hpp"

namespace uws::http {

/// The values of a pattern's {name} segments, percent-decoded, in their order.
class Captures {
 public:
  Captures() = default;
  explicit Captures(std::vector<std::pair<std::string, std::string>> values) : values_(std::move(values)) {}
  std::string const& operator[](std::string_view name) const;  ///< a name of the route's own pattern

 private:
  std::vector<std::pair<std::string, std::string>> values_;
};

using RouteHandler = std::function<Reply(Request const&, Captures const&)>;

/// Patterns: "/uws/{type}/{id}/phase"; a last "{name...}" takes the rest of the path with its slashes. A
/// literal segment goes before a captured one, that before a rest, wherever they compete. A trailing slash
/// makes no difference. HEAD is served by GET; OPTIONS is answered here without asking a handler. Unknown
/// path: 404; known path, other method: 405 with Allow; segments "." and "..", broken escapes, text that is
/// not UTF-8: 400. Filled before the server starts, constant afterwards.
class Router {
 public:
  Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;
  ~Router();

  void add(Method method, std::string_view pattern, RouteHandler handler);
  /// Serves everything below `from` ("/__system__/tap/run") as if it were asked for below `to` ("/tap"). The
  /// handler gets the request as it was sent.
  void alias(std::string_view from, std::string_view to);

  Reply operator()(Request const& request) const;
  /// Methods and patterns as they were added.
  std::vector<std::pair<Method, std::string>> const& routes() const { return routes_; }

 private:
  struct Node;
  std::string unaliased(std::string_view path) const;

  std::unique_ptr<Node> root_;
  std::vector<std::pair<std::string, std::string>> aliases_;
  std::vector<std::pair<Method, std::string>> routes_;
};

}  // namespace uws::http
