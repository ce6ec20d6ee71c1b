#include "uws/http/origin.hpp"

#include <doctest/doctest.h>

#include "uws/http/cors.hpp"
#include "uws/http/network.hpp"
#include "uws/http/respond.hpp"

using namespace uws::http;

namespace {

using Lines = std::vector<std::pair<std::string, std::string>>;

Headers headers_of(Lines const& lines) {
  Headers headers;
  for (auto const& [name, value] : lines) headers.add(name, value);
  return headers;
}

std::string seen(Lines const& lines, std::string const& path, OriginRules const& rules = {},
                 std::string const& peer = "127.0.0.1") {
  auto const target = target_of(headers_of(lines), path, peer, rules);
  return target ? target->base_url + " " + target->path + " " + target->peer : "refused";
}

}  // namespace

TEST_CASE("without configuration the client's Host is the base") {
  CHECK(seen({{"Host", "vo.example:8080"}}, "/tap") == "http://vo.example:8080 /tap 127.0.0.1");
  CHECK(seen({{"Host", "[::1]:80"}}, "/") == "http://[::1]:80 / 127.0.0.1");
  CHECK(seen({{"Host", "a"}}, "http://b:1/x") == "http://b:1 /x 127.0.0.1");
}

TEST_CASE("a Host that is none is refused") {
  for (char const* bad :
       {"a b", "a/b", "a@b", "<script>", "a:port", "a:123456", "[::1", "[zz]", "a\"", ":80", "a?b", "a\\b"})
    CHECK(seen({{"Host", bad}}, "/") == "refused");
  CHECK(seen({}, "/") == "refused");
}

TEST_CASE("what is configured wins, and its path is the prefix") {
  OriginRules const rules{.base_url = "https://vo.example/distiller/"};
  CHECK(seen({{"Host", "inner:1"}}, "/distiller/tap", rules) ==
        "https://vo.example/distiller /tap 127.0.0.1");
  CHECK(seen({{"Host", "inner:1"}}, "/tap", rules) == "https://vo.example/distiller /tap 127.0.0.1");
  CHECK(seen({}, "/distiller", rules) == "https://vo.example/distiller / 127.0.0.1");
  CHECK(seen({}, "/distillerx", rules) == "https://vo.example/distiller /distillerx 127.0.0.1");
}

TEST_CASE("headers of a trusted proxy count, those of others do not") {
  Lines const lines{{"Host", "inner:1"},
                    {"X-Forwarded-Proto", "https"},
                    {"X-Forwarded-Host", "vo.example"},
                    {"X-Forwarded-Prefix", "/d/"},
                    {"X-Forwarded-For", "203.0.113.9, 127.0.0.1"}};
  CHECK(seen(lines, "/tap") == "https://vo.example/d /tap 203.0.113.9");
  CHECK(seen(lines, "/d/tap") == "https://vo.example/d /tap 203.0.113.9");
  CHECK(seen(lines, "/tap", {}, "192.0.2.1") == "http://inner:1 /tap 192.0.2.1");
  CHECK(seen(lines, "/tap", {.trusted_proxies = {"192.0.2.0/24"}}, "192.0.2.1") ==
        "https://vo.example/d /tap 127.0.0.1");
}

TEST_CASE("the Forwarded header of RFC 7239 is understood") {
  CHECK(seen({{"Host", "inner"},
              {"Forwarded", "for=\"[2001:db8::1]:4711\";proto=https;host=vo.example, for=10.0.0.1"}},
             "/") == "https://vo.example / 2001:db8::1");
}

TEST_CASE("lies of a proxy's client do not get into URLs or logs") {
  CHECK(seen({{"Host", "h"}, {"X-Forwarded-Host", "evil\"><script>"}}, "/") == "http://h / 127.0.0.1");
  CHECK(seen({{"Host", "h"}, {"X-Forwarded-Prefix", "//evil.example"}}, "/") == "http://h / 127.0.0.1");
  CHECK(seen({{"Host", "h"}, {"X-Forwarded-Proto", "javascript"}}, "/") == "http://h / 127.0.0.1");
  CHECK(seen({{"Host", "h"}, {"X-Forwarded-For", "1.2.3.4 status=200"}}, "/") == "http://h / 127.0.0.1");
  // The first address of the chain was written by the client, the second by our proxy.
  CHECK(seen({{"Host", "h"}, {"X-Forwarded-For", "6.6.6.6, 203.0.113.9"}}, "/") == "http://h / 203.0.113.9");
}

TEST_CASE("networks") {
  CHECK(in_network("10.1.2.3", "10.0.0.0/8"));
  CHECK_FALSE(in_network("11.1.2.3", "10.0.0.0/8"));
  CHECK(in_network("::ffff:10.1.2.3", "10.0.0.0/8"));
  CHECK(in_network("1.2.3.4", "0.0.0.0/0"));
  CHECK_FALSE(in_network("::1", "0.0.0.0/0"));
  CHECK(in_network("fe80::1", "fe80::/10"));
  CHECK(in_network("unix", "unix"));
  CHECK_FALSE(in_network("unix", "0.0.0.0/0"));
  for (char const* bad : {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "::/129", "name", "10.0.0.0/"})
    CHECK_FALSE(is_network(bad));
}

TEST_CASE("every origin gets '*', an allowed one its name") {
  auto const cors = [](Lines const& lines, CorsRules const& rules) {
    Headers reply;
    add_cors({.headers = headers_of(lines)}, rules, reply);
    return reply;
  };
  CHECK(cors({}, {}).find("access-control-allow-origin") == "*");
  CHECK_FALSE(cors({}, {}).find("Access-Control-Allow-Credentials"));
  CorsRules const rules{.allowed_origins = {"https://page.org"}};
  Headers const known = cors({{"Origin", "https://page.org"}}, rules);
  CHECK(known.find("Access-Control-Allow-Origin") == "https://page.org");
  CHECK(known.find("Access-Control-Allow-Credentials") == "true");
  CHECK(known.find("Vary") == "Origin");
  Headers const other = cors({{"Origin", "https://page.org.evil"}}, rules);
  CHECK(other.find("Access-Control-Allow-Origin") == "*");
  CHECK_FALSE(other.find("Access-Control-Allow-Credentials"));
}

TEST_CASE("a preflight succeeds whatever the handler thinks") {
  Request const request{
      .method = Method::options,
      .headers = headers_of({{"Origin", "null"}, {"Access-Control-Request-Method", "POST"}})};
  CHECK(is_preflight(request));
  Response const refused =
      preflight(request, [](Request const&) -> Reply { throw Refusal(401, "who are you?"); });
  CHECK(refused.status == 204);
  CHECK(refused.headers.find("Access-Control-Allow-Methods")->find("POST") != std::string_view::npos);
  for (char const* wanted : {"Authorization", "Content-Type", "X-CSRFToken", "X-Requested-With", "Range"})
    CHECK(refused.headers.find("Access-Control-Allow-Headers")->find(wanted) != std::string_view::npos);
}

TEST_CASE("line breaks in header values cannot make headers") {
  Response const response = see_other({.base_url = "http://h"}, "/a\r\nSet-Cookie: x=1");
  CHECK(response.headers.find("Location") == "http://h/a  Set-Cookie: x=1");
}
