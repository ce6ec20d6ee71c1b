/// The only file that knows Boost.Beast.
#include "uws/http/request_reader.hpp"

#include <algorithm>
#include <limits>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "engine/base/expects.hpp"
#include "engine/base/text.hpp"

namespace uws::http {

namespace {

namespace beast = boost::beast::http;

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

ReadProblem problem_of(boost::system::error_code error, bool in_request_line) {
  if (error == beast::error::header_limit)
    return in_request_line ? ReadProblem{414, "the request line is too long - send long parameters by POST"}
                           : ReadProblem{431, "the header of the request is too long"};
  if (error == beast::error::bad_version) return {505, "only HTTP/1.0 and HTTP/1.1 are spoken here"};
  return {400, "cannot read the request: " + error.message()};
}

}  // namespace

struct RequestReader::Parser {
  beast::request_parser<beast::string_body> beast{};
  State state = State::header;
  RawRequest header{};
  std::size_t most_body = 0;
  ReadProblem problem{};

  void fail(int status, std::string message) {
    state = State::failed;
    problem = {status, std::move(message)};
  }

  void read_header(ReaderLimits const& limits);
  void check_header(ReaderLimits const& limits);
};

void RequestReader::Parser::read_header(ReaderLimits const& limits) {
  auto const& message = beast.get();
  header.method = view(message.method_string());
  header.target = view(message.target());
  header.is_http_11 = message.version() >= 11;
  header.keep_alive = beast.keep_alive();
  for (auto const& field : message)
    header.headers.add(view(field.name_string()), std::string(view(field.value())));
  if (auto const length = beast.content_length()) header.content_length = *length;
  header.has_body = beast.chunked() || header.content_length.value_or(0) > 0;
  header.expects_continue = engine::same_word(header.headers.find("Expect").value_or(""), "100-continue");
  check_header(limits);
}

void RequestReader::Parser::check_header(ReaderLimits const& limits) {
  unsigned const version = beast.get().version();
  std::string const coding = header.headers.joined("Transfer-Encoding");
  auto const& lines = header.headers.all();
  auto const hosts = std::count_if(lines.begin(), lines.end(),
                                   [](auto const& line) { return engine::same_word(line.first, "Host"); });
  if (version != 10 && version != 11) return fail(505, "only HTTP/1.0 and HTTP/1.1 are spoken here");
  if (header.target.size() > limits.request_line_bytes)
    return fail(414, "the request line is too long - send long parameters by POST");
  if (lines.size() > limits.header_lines) return fail(431, "the request has too many header lines");
  if (hosts > 1 || (hosts == 0 && header.is_http_11)) return fail(400, "the request needs one Host header");
  if (!coding.empty() && header.headers.find("Content-Length"))
    return fail(400, "the request has both Content-Length and Transfer-Encoding");
  if (!coding.empty() && (!header.is_http_11 || !engine::same_word(coding, "chunked")))
    return fail(501, "no transfer coding but 'chunked' is understood here");
  auto const expect = header.headers.find("Expect");
  if (expect && !header.expects_continue) return fail(417, "nothing but '100-continue' can be expected here");
}

RequestReader::RequestReader(ReaderLimits limits) : limits_(limits) { take(); }
RequestReader::RequestReader(RequestReader&&) noexcept = default;
RequestReader& RequestReader::operator=(RequestReader&&) noexcept = default;
RequestReader::~RequestReader() = default;

RequestReader::State RequestReader::state() const { return parser_->state; }
RawRequest const& RequestReader::header() const { return parser_->header; }
ReadProblem const& RequestReader::problem() const { return parser_->problem; }
std::size_t RequestReader::body_bytes() const { return parser_->beast.get().body().size(); }

void RequestReader::allow_body(std::size_t most) {
  parser_->most_body = most;
  if (parser_->header.content_length.value_or(0) > most)
    parser_->fail(
        413, "the body of the request is longer than the " + std::to_string(most) + " bytes allowed here");
  else if (!parser_->header.has_body)
    parser_->state = State::complete;
}

std::size_t RequestReader::feed(std::string_view bytes) {
  EXPECTS(state() == State::header || state() == State::body);
  Parser& parser = *parser_;
  std::size_t used = 0;
  bool const fresh = state() == State::header && !parser.beast.got_some();
  // Empty lines before a request are passed over (RFC 9112 section 2.2).
  while (fresh && bytes.substr(used).starts_with("\r\n")) used += 2;
  if (fresh && bytes.substr(used) == "\r") return used;
  parser.beast.eager(state() == State::body);
  boost::system::error_code error;
  while (used < bytes.size() && !(state() == State::header && parser.beast.is_header_done()) &&
         !parser.beast.is_done()) {
    std::string_view const rest = bytes.substr(used);
    std::size_t const taken = parser.beast.put(boost::asio::const_buffer(rest.data(), rest.size()), error);
    used += taken;
    if (error == beast::error::need_more) break;
    if (error) {
      bool const in_first_line =
          parser.beast.get().target().empty() && rest.find('\n') == std::string_view::npos;
      auto const problem = problem_of(error, in_first_line);
      parser.fail(problem.status, problem.message);
      return used;
    }
    if (taken == 0) break;
  }
  if (state() == State::header && parser.beast.is_header_done()) {
    parser.state = State::body;
    parser.read_header(limits_);
  } else if (state() == State::body && body_bytes() > parser.most_body) {
    parser.fail(413, "the body of the request is longer than the " + std::to_string(parser.most_body) +
                         " bytes allowed here");
  } else if (state() == State::body && parser.beast.is_done()) {
    parser.state = State::complete;
  }
  return used;
}

RawRequest RequestReader::take() {
  RawRequest taken;
  if (parser_) {
    EXPECTS(state() == State::complete);
    taken = std::move(parser_->header);
    taken.body = std::move(parser_->beast.get().body());
  }
  parser_ = std::make_unique<Parser>();
  // The limits of bodies depend on the path and are checked here, not by Beast.
  parser_->beast.body_limit(std::numeric_limits<std::uint64_t>::max());
  parser_->beast.header_limit(static_cast<std::uint32_t>(limits_.request_line_bytes + limits_.header_bytes));
  return taken;
}

}  // namespace uws::http
