#include "uws/http/route.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "engine/base/expects.hpp"
#include "uws/http/percent.hpp"
#include "uws/http/respond.hpp"

namespace uws::http {

namespace {

struct Leaf {
  std::vector<std::string> names;
  RouteHandler handler;
};

}  // namespace

/// One segment of the known paths. The methods are those that end here, or (rest) anywhere below.
struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literal;
  std::unique_ptr<Node> captured;
  std::map<Method, Leaf> here, rest;
};

namespace {

using Leaves = std::map<Method, Leaf>;

struct Step {
  std::string_view segment, rest;  ///< rest begins with a slash or is empty
};

Step first_step(std::string_view path) {
  path.remove_prefix(1);
  std::size_t const slash = std::min(path.find('/'), path.size());
  return {path.substr(0, slash), path.substr(slash)};
}

/// A segment decoded, or a refusal: nothing that is looked up or shown later holds broken text.
std::string decoded_segment(std::string_view segment) {
  auto const text = percent_decoded(segment);
  if (!text || !is_utf8(*text))
    throw Refusal(400, "cannot read the path: broken percent escape or not UTF-8");
  if (text->find_first_of(std::string_view("\0\r\n", 3)) != std::string::npos)
    throw Refusal(400, "cannot read the path: it contains a control character");
  return *text;
}

void refuse_dots(std::string_view path) {
  while (!path.empty()) {
    Step const step = first_step(path);
    std::string const segment = decoded_segment(step.segment);
    if (segment == "." || segment == "..") throw Refusal(400, "paths with '.' or '..' are not served");
    path = step.rest;
  }
}

std::string_view without_last_slash(std::string_view path) {
  return path.size() > 1 && path.back() == '/' ? path.substr(0, path.size() - 1) : path;
}

std::string allow_of(std::set<Method> const& methods) {
  std::string list = "OPTIONS";
  for (Method const method : methods) {
    list += ", " + std::string(word_of(method));
    if (method == Method::get && !methods.contains(Method::head)) list += ", HEAD";
  }
  return list;
}

Leaf const* leaf_for(Leaves const& leaves, Method method) {
  auto found = leaves.find(method);
  if (found == leaves.end() && method == Method::head) found = leaves.find(Method::get);
  return found == leaves.end() ? nullptr : &found->second;
}

Reply call(Leaf const& leaf, std::vector<std::string> values, Request const& request) {
  std::vector<std::pair<std::string, std::string>> captures;
  for (std::size_t i = 0; i < values.size(); ++i) captures.emplace_back(leaf.names[i], std::move(values[i]));
  return leaf.handler(request, Captures(std::move(captures)));
}

}  // namespace

std::string const& Captures::operator[](std::string_view name) const {
  auto const found =
      std::find_if(values_.begin(), values_.end(), [name](auto const& value) { return value.first == name; });
  EXPECTS(found != values_.end());
  return found->second;
}

Router::Router() : root_(std::make_unique<Node>()) {}
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;
Router::~Router() = default;

void Router::add(Method method, std::string_view pattern, RouteHandler handler) {
  EXPECTS(pattern.starts_with('/') && handler && method != Method::options);
  routes_.emplace_back(method, std::string(pattern));
  std::vector<std::string> names;
  Node* node = root_.get();
  std::string_view left = pattern == "/" ? std::string_view{} : pattern;
  while (!left.empty()) {
    Step const step = first_step(left);
    left = step.rest;
    bool const capture = step.segment.starts_with('{') && step.segment.ends_with('}');
    if (!capture) {
      auto& next = node->literal[std::string(step.segment)];
      if (!next) next = std::make_unique<Node>();
      node = next.get();
      continue;
    }
    std::string_view const name = step.segment.substr(1, step.segment.size() - 2);
    if (name.ends_with("...")) {
      EXPECTS(left.empty());
      names.emplace_back(name.substr(0, name.size() - 3));
      bool const is_new = node->rest.emplace(method, Leaf{std::move(names), std::move(handler)}).second;
      EXPECTS(is_new);
      return;
    }
    names.emplace_back(name);
    if (!node->captured) node->captured = std::make_unique<Node>();
    node = node->captured.get();
  }
  bool const is_new = node->here.emplace(method, Leaf{std::move(names), std::move(handler)}).second;
  EXPECTS(is_new);
}

void Router::alias(std::string_view from, std::string_view to) {
  EXPECTS(from.starts_with('/') && !from.ends_with('/') && to.starts_with('/'));
  aliases_.emplace_back(from, to == "/" ? "" : to);
}

namespace {

/// Everything that was said about a path: the leaf to call, or the methods that are possible.
struct Finding {
  Method method;
  Leaf const* leaf = nullptr;
  std::vector<std::string> values{};
  std::set<Method> possible{};

  /// True if the search is over.
  bool consider(Leaves const& leaves, std::vector<std::string> const& captured) {
    for (auto const& [known, unused] : leaves) possible.insert(known);
    leaf = leaf_for(leaves, method);
    if (leaf) values = captured;
    return leaf;
  }
};

/// Literal before captured before rest; steps back where a branch leads nowhere or knows other methods only.
template <class Node>
bool search(Node const& node, std::string_view path, std::vector<std::string>& values, Finding& finding) {
  if (path.empty()) return finding.consider(node.here, values);
  Step const step = first_step(path);
  std::string const segment = decoded_segment(step.segment);
  if (auto const next = node.literal.find(segment); next != node.literal.end())
    if (search(*next->second, step.rest, values, finding)) return true;
  if (node.captured && !segment.empty()) {
    values.push_back(segment);
    if (search(*node.captured, step.rest, values, finding)) return true;
    values.pop_back();
  }
  if (node.rest.empty() || path == "/") return false;
  values.push_back(decoded_segment(path.substr(1)));
  bool const found = finding.consider(node.rest, values);
  values.pop_back();
  return found;
}

Response no_such_method(Request const& request, std::set<Method> const& possible) {
  std::string const allow = allow_of(possible);
  if (request.method == Method::options) {
    Response answer = no_content();
    answer.headers.set("Allow", allow);
    return answer;
  }
  Response refusal =
      error_page(request, 405, std::string(word_of(request.method)) + " is not possible here, only " + allow);
  refusal.headers.set("Allow", allow);
  return refusal;
}

}  // namespace

std::string Router::unaliased(std::string_view path) const {
  for (auto const& [from, to] : aliases_) {
    bool const below = path.starts_with(from) && (path.size() == from.size() || path[from.size()] == '/');
    if (below) return to + std::string(path.substr(from.size()));
  }
  return std::string(path);
}

Reply Router::operator()(Request const& request) const {
  if (!request.path.starts_with('/')) throw Refusal(400, "cannot read the path: it must begin with '/'");
  refuse_dots(request.path);
  std::string const path = unaliased(request.path);
  std::string_view const wanted = path == "/" ? std::string_view{} : without_last_slash(path);
  Finding finding{.method = request.method};
  std::vector<std::string> values;
  search(*root_, wanted, values, finding);
  if (finding.leaf) return call(*finding.leaf, std::move(finding.values), request);
  if (finding.possible.empty()) return error_page(request, 404, "there is nothing here: " + request.path);
  return no_such_method(request, finding.possible);
}

}  // namespace uws::http
