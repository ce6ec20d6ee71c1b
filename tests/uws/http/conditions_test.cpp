#include "uws/http/conditions.hpp"

#include <doctest/doctest.h>

#include "uws/http/http_date.hpp"

using namespace uws::http;

namespace {

using Kind = RangeAnswer::Kind;

std::chrono::sys_seconds at(std::int64_t unix_seconds) {
  return std::chrono::sys_seconds(std::chrono::seconds(unix_seconds));
}

Condition check(Method method, std::vector<std::pair<std::string, std::string>> const& headers) {
  Request request{.method = method};
  for (auto const& [name, value] : headers) request.headers.add(name, value);
  return check_conditions(request, {"\"xyzzy\"", at(784111777)});
}

}  // namespace

TEST_CASE("the byte ranges of RFC 9110 section 14.1.2 on a representation of 10000 bytes") {
  auto const part = [](char const* header) {
    RangeAnswer const answer = parse_range(header, 10000);
    REQUIRE(answer.kind == Kind::part);
    return answer.range;
  };
  CHECK(part("bytes=0-499") == ByteRange{0, 500});
  CHECK(part("bytes=500-999") == ByteRange{500, 1000});
  CHECK(part("bytes=-500") == ByteRange{9500, 10000});
  CHECK(part("bytes=9500-") == ByteRange{9500, 10000});
  CHECK(part("bytes=9500-20000") == ByteRange{9500, 10000});
  CHECK(part("bytes=-20000") == ByteRange{0, 10000});
  CHECK(part("bytes=0-0") == ByteRange{0, 1});
  CHECK(part("Bytes= 0-") == ByteRange{0, 10000});
  CHECK(part("bytes=0-99999999999999999999999") == ByteRange{0, 10000});
}

TEST_CASE("ranges behind the end are unsatisfiable, broken ones are passed over") {
  for (char const* behind : {"bytes=10000-", "bytes=10000-10001", "bytes=-0", "bytes=99999999999999999999-"})
    CHECK(parse_range(behind, 10000).kind == Kind::unsatisfiable);
  CHECK(parse_range("bytes=0-", 0).kind == Kind::unsatisfiable);
  CHECK(parse_range("bytes=-1", 0).kind == Kind::unsatisfiable);
  for (char const* other :
       {"", "bytes", "bytes=", "bytes=-", "bytes=5-4", "bytes=a-b", "lines=0-5", "bytes=0-1,3-4", "bytes=1",
        "bytes=+1-2", "bytes=1-x", "bytes=0x1-2", "bytes=--5"})
    CHECK(parse_range(other, 10000).kind == Kind::whole);
}

TEST_CASE("conditions hold in the order of RFC 9110 section 13.2.2") {
  std::string const then = "Sun, 06 Nov 1994 08:49:37 GMT", before = "Sun, 06 Nov 1994 08:49:36 GMT";
  CHECK(check(Method::get, {}) == Condition::proceed);
  CHECK(check(Method::get, {{"If-None-Match", "\"xyzzy\""}}) == Condition::unmodified);
  CHECK(check(Method::get, {{"If-None-Match", "W/\"xyzzy\""}}) == Condition::unmodified);
  CHECK(check(Method::get, {{"If-None-Match", "\"a\", \"xyzzy\""}}) == Condition::unmodified);
  CHECK(check(Method::get, {{"If-None-Match", "*"}}) == Condition::unmodified);
  CHECK(check(Method::post, {{"If-None-Match", "*"}}) == Condition::failed);
  CHECK(check(Method::get, {{"If-None-Match", "\"a\""}, {"If-Modified-Since", then}}) == Condition::proceed);
  CHECK(check(Method::get, {{"If-Modified-Since", then}}) == Condition::unmodified);
  CHECK(check(Method::get, {{"If-Modified-Since", before}}) == Condition::proceed);
  CHECK(check(Method::get, {{"If-Modified-Since", "yesterday"}}) == Condition::proceed);
  CHECK(check(Method::get, {{"If-Match", "\"xyzzy\""}}) == Condition::proceed);
  CHECK(check(Method::get, {{"If-Match", "W/\"xyzzy\""}}) == Condition::failed);
  CHECK(check(Method::get, {{"If-Match", "\"a\""}}) == Condition::failed);
  CHECK(check(Method::get, {{"If-Unmodified-Since", before}}) == Condition::failed);
  CHECK(check(Method::get, {{"If-Match", "*"}, {"If-Unmodified-Since", before}}) == Condition::proceed);
}

TEST_CASE("a range counts only while If-Range holds") {
  auto const kind = [](std::string const& condition, Method method = Method::get) {
    Request request{.method = method};
    request.headers.add("Range", "bytes=0-1");
    if (!condition.empty()) request.headers.add("If-Range", condition);
    return range_of(request, 100, {"\"xyzzy\"", at(784111777)}).kind;
  };
  CHECK(kind("") == Kind::part);
  CHECK(kind("\"xyzzy\"") == Kind::part);
  CHECK(kind("W/\"xyzzy\"") == Kind::whole);
  CHECK(kind("\"other\"") == Kind::whole);
  CHECK(kind("Sun, 06 Nov 1994 08:49:37 GMT") == Kind::part);
  CHECK(kind("Sun, 06 Nov 1994 08:49:38 GMT") == Kind::whole);
  CHECK(kind("", Method::post) == Kind::whole);
}

TEST_CASE("the three forms of a date in RFC 9110 section 5.6.7 are one instant") {
  for (char const* form :
       {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
    CHECK(parse_http_date(form) == at(784111777));
  CHECK(http_date(at(784111777)) == "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(http_date(at(0)) == "Thu, 01 Jan 1970 00:00:00 GMT");
  for (char const* bad : {"", "now", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
                          "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Now 1994 08:49:37 GMT",
                          "Sun, 06 Nov 99999999999 08:49:37 GMT"})
    CHECK_FALSE(parse_http_date(bad));
}
