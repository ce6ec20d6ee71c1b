/// Everything of uws/http that reads what a stranger wrote: forms, multipart, percent escapes, Range, Accept,
/// dates, hosts, networks, paths, and requests on the wire. The first byte chooses; properties are checked,
/// not only crashes.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/failure.hpp"
#include "uws/http/accept.hpp"
#include "uws/http/conditions.hpp"
#include "uws/http/form.hpp"
#include "uws/http/http_date.hpp"
#include "uws/http/network.hpp"
#include "uws/http/origin.hpp"
#include "uws/http/percent.hpp"
#include "uws/http/request_reader.hpp"
#include "uws/http/respond.hpp"
#include "uws/http/route.hpp"

using namespace uws::http;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void read_form(std::string_view text, std::string const& type) {
  Request request{.method = Method::post,
                  .query = std::string(text.substr(0, text.size() / 4)),
                  .body = std::string(text)};
  request.headers.set("Content-Type", type);
  try {
    Parameters const found = parse_parameters(request);
    for (Parameter const& p : found.values()) {
      require(is_utf8(p.name) && is_utf8(p.value));
      require(found.find(p.name).has_value());
    }
    std::size_t bytes = 0;
    for (FilePart const& file : found.files()) bytes += file.content.size();
    require(bytes <= text.size());
  } catch (engine::Failure const& failure) {
    require(failure.fault() == engine::Fault::bad_request);
  }
}

void read_percent(std::string_view text) {
  require(percent_decoded(percent_encoded(text)) == text);
  auto const decoded = percent_decoded(text, Plus::blank);
  require(!decoded || decoded->size() <= text.size());
}

void read_range(std::string_view text) {
  for (std::uint64_t const size : {0ull, 1ull, 10000ull}) {
    RangeAnswer const answer = parse_range(text, size);
    if (answer.kind != RangeAnswer::Kind::part) continue;
    require(answer.range.first < answer.range.last && answer.range.last <= size);
  }
}

void read_headers(std::string_view text) {
  Request request;
  for (std::string_view const name :
       {"Accept", "Accept-Encoding", "If-None-Match", "If-Modified-Since", "If-Range", "Range", "Forwarded",
        "X-Forwarded-For", "X-Forwarded-Prefix", "Host"})
    request.headers.add(name, std::string(text));
  std::vector<std::string> const offers{"text/html", "text/csv;header=present", "application/json"};
  auto const type = preferred_type(request.headers, offers);
  require(!type || std::find(offers.begin(), offers.end(), *type) != offers.end());
  preferred_encoding(request.headers);
  check_conditions(request, {"\"x\"", {}});
  range_of(request, 100, {"\"x\"", {}});
  if (auto const date = parse_http_date(text)) require(parse_http_date(http_date(*date)) == date);
  in_network(text, "10.0.0.0/8");
  in_network("10.0.0.1", text);
  request.headers.set("Host", "h");
  auto const target = target_of(request.headers, text, "127.0.0.1", {});
  require(!target || target->base_url.find_first_of(" \"<>\r\n") == std::string::npos);
}

void read_path(std::string_view text) {
  static Router const router = [] {
    Router table;
    auto const checked = [](Request const&, Captures const& captures) -> Reply {
      require(is_utf8(captures["a"]) && captures["a"].find('\0') == std::string::npos);
      require(("/" + captures["a"] + "/").find("/../") == std::string::npos ||
              captures["a"].find('/') == std::string::npos);
      return no_content();
    };
    table.add(Method::get, "/{a}", checked);
    table.add(Method::get, "/f/{a...}", checked);
    table.add(Method::get, "/{a}/x/{b}", checked);
    return table;
  }();
  try {
    router({.path = std::string(text)});
  } catch (Refusal const& refusal) {
    require(refusal.status() == 400);
  }
}

std::pair<RequestReader::State, std::string> read_wire(std::string_view text, std::size_t step) {
  using State = RequestReader::State;
  RequestReader reader({.request_line_bytes = 500, .header_bytes = 500, .header_lines = 20});
  std::string left;
  for (std::size_t i = 0; i < text.size(); i += step) {
    left += text.substr(i, step);
    while (reader.state() == State::header || reader.state() == State::body) {
      bool const had_header = reader.state() == State::body;
      std::size_t const used = reader.feed(left);
      require(used <= left.size());
      left.erase(0, used);
      if (!had_header && reader.state() == State::body)
        reader.allow_body(1000);
      else if (used == 0 || left.empty())
        break;
    }
  }
  if (reader.state() != State::complete) return {reader.state(), ""};
  RawRequest const request = reader.take();
  require(request.body.size() <= 1000);
  return {State::complete, request.method + " " + request.target + "\n" + request.body};
}

/// However the bytes are cut, a request is the same one. What is none may be found out earlier or later.
void read_wire_in_pieces(std::string_view text) {
  auto const whole = read_wire(text, text.size() + 1), bytes = read_wire(text, 1);
  using State = RequestReader::State;
  if (whole.first == State::complete || bytes.first == State::complete) require(whole == bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) return 0;
  std::string_view const text(reinterpret_cast<char const*>(data) + 1, size - 1);
  switch (data[0] % 7) {
    case 0: read_form(text, "application/x-www-form-urlencoded"); break;
    case 1: read_form(text, "multipart/form-data; boundary=b"); break;
    case 2: read_percent(text); break;
    case 3: read_range(text); break;
    case 4: read_headers(text); break;
    case 5: read_path(text); break;
    case 6: read_wire_in_pieces(text); break;
  }
  return 0;
}
