// Cookies, pages of strangers, sign-on proxies, challenges: what the headers of a request mean.
#include <doctest/doctest.h>

#include "uws/http/respond.hpp"
#include "uws/identity/challenges.hpp"
#include "uws/identity/credentials.hpp"
#include "uws/identity/proxy_identity.hpp"
#include "uws/identity/same_origin.hpp"

namespace {

using namespace uws;
using Pairs = std::vector<std::pair<std::string, std::string>>;

http::Request request(Pairs const& headers, http::Method method = http::Method::post,
                      std::string const& base = "https://vo.example:8443/distiller") {
  http::Request made;
  made.method = method;
  made.base_url = base;
  made.neighbour = "10.0.0.5";
  for (auto const& [name, value] : headers) made.headers.add(name, value);
  return made;
}

TEST_CASE("the cookie's name, path and flags follow the base URL") {
  auto const at = [](std::string const& base) {
    return session_cookie(request({}, http::Method::get, base), "s", 60);
  };
  CHECK(at("https://h") == "__Host-distilld-session=s; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
  CHECK(at("https://h/p") ==
        "__Secure-distilld-session=s; Path=/p; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
  CHECK(at("http://h:1/p") == "distilld-session=s; Path=/p; Max-Age=60; HttpOnly; SameSite=Lax");
}

TEST_CASE("cookies: all of the name, none of another, not without end") {
  auto const found = cookies_named(
      request({{"Cookie", "a=1; session=x; session=y"}, {"Cookie", "session=z;asession=w"}}), "session");
  CHECK(found == std::vector<std::string>{"x", "y", "z"});
  CHECK(cookies_named(request({{"Cookie", "session; =; ;;"}}), "session").size() == 1);
  Pairs many(100, {"Cookie", "session=x"});
  CHECK(cookies_named(request(many), "session").size() == 4);
}

TEST_CASE("a change by cookie needs a page of ours") {
  auto const refused = [](Pairs const& headers, Means means, http::Method method = http::Method::post) {
    Account const account{.name = "alice", .role = Role::astronomer, .means = means};
    try {
      refuse_forged(request(headers, method), account, {"https://portal.example"});
      return false;
    } catch (http::Refusal const& refusal) {
      CHECK(refusal.status() == 403);
      return true;
    }
  };
  std::string const ours = "https://vo.example:8443";
  for (auto const means : {Means::session, Means::proxy}) {
    CHECK(!refused({{"Origin", ours}}, means));
    CHECK(!refused({{"Origin", "https://portal.example"}}, means));
    CHECK(!refused({{"Sec-Fetch-Site", "same-origin"}}, means));
    CHECK(refused({}, means));
    CHECK(refused({{"Origin", "null"}}, means));
    CHECK(refused({{"Origin", "https://vo.example"}}, means));
    CHECK(refused({{"Origin", "http://vo.example:8443"}}, means));
    CHECK(refused({{"Origin", ours + ".evil.example"}}, means));
    CHECK(refused({{"Sec-Fetch-Site", "same-site"}}, means));
    CHECK(refused({{"Sec-Fetch-Site", "none"}}, means));
    for (auto const method : {http::Method::get, http::Method::head, http::Method::options})
      CHECK(!refused({{"Origin", "https://evil.example"}}, means, method));
    for (auto const method : {http::Method::put, http::Method::delete_}) CHECK(refused({}, means, method));
  }
  CHECK(!refused({{"Origin", "https://evil.example"}}, Means::bearer));
  CHECK(!refused({{"Origin", "https://evil.example"}}, Means::nothing));
  CHECK(!refused({}, Means::password));
  CHECK(refused({{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "navigate"}}, Means::password));
  CHECK(!refused({{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "cors"}}, Means::password));
}

TEST_CASE("a login may come from a script or from our page, not from a stranger's") {
  CHECK_NOTHROW(refuse_foreign_login(request({}), {}));
  CHECK_NOTHROW(refuse_foreign_login(request({{"Origin", "https://vo.example:8443"}}), {}));
  CHECK_THROWS_AS(refuse_foreign_login(request({{"Origin", "https://evil.example"}}), {}), http::Refusal);
  CHECK_THROWS_AS(refuse_foreign_login(request({{"Sec-Fetch-Site", "cross-site"}}), {}), http::Refusal);
}

ProxyRules proxy() {
  ProxyRules rules;
  rules.user_header = "X-Remote-User";
  rules.groups_header = "X-Groups";
  rules.secret = "a shared secret of some length";
  rules.addresses = {"10.0.0.0/24"};
  rules.roles = {{"staff", Role::operator_}, {"qc", Role::quality}};
  return rules;
}

TEST_CASE("the proxy is believed at its address and with its secret only") {
  Pairs const right{{"X-Proxy-Secret", "a shared secret of some length"},
                    {"X-Remote-User", "eve@inst"},
                    {"X-Groups", "qc; staff ,other"}};
  auto const claim = proxy_claim(request(right), proxy());
  REQUIRE(claim);
  CHECK(claim->user == "eve@inst");
  CHECK(claim->groups == std::vector<std::string>{"qc", "staff", "other"});
  CHECK(role_of_groups(claim->groups, proxy()) == Role::operator_);

  auto elsewhere = request(right);
  elsewhere.neighbour = "10.0.1.5";
  elsewhere.peer = "10.0.0.5";  // what a proxy says of the client makes nobody the sign-on proxy
  CHECK_THROWS_AS(proxy_claim(elsewhere, proxy()), http::Refusal);
  CHECK_THROWS_AS(proxy_claim(request({{"x-remote-user", "eve"}}), proxy()), http::Refusal);
  CHECK_THROWS_AS(
      proxy_claim(request({{"X-Remote-User", "eve"}, {"X-Proxy-Secret", "a shared secret"}}), proxy()),
      http::Refusal);
  auto twice = right;
  twice.push_back({"x-remote-user", "admin"});
  CHECK_THROWS_AS(proxy_claim(request(twice), proxy()), http::Refusal);
  for (auto const* name : {"a:b", "anonymous"})
    CHECK_THROWS_AS(
        proxy_claim(request({{"X-Proxy-Secret", "a shared secret of some length"}, {"X-Remote-User", name}}),
                    proxy()),
        http::Refusal);
}

TEST_CASE("no proxy, no user: nobody is claimed") {
  CHECK(!proxy_claim(request({}), proxy()));
  CHECK(!proxy_claim(request({{"X-Proxy-Secret", "a shared secret of some length"}}), proxy()));
  CHECK(!proxy_claim(request({{"X-Remote-User", "eve"}}), ProxyRules{}));
  auto unguarded = proxy();
  unguarded.secret.clear();
  CHECK_THROWS_AS(proxy_claim(request({{"X-Remote-User", "eve"}, {"X-Proxy-Secret", ""}}), unguarded),
                  http::Refusal);
}

TEST_CASE("the ways in are offered with absolute URLs; browsers are not offered Basic") {
  auto const plain = challenges(request({}));
  REQUIRE(plain.size() == 4);
  CHECK(plain[0] ==
        "ivoa_cookie standard_id=\"ivo://ivoa.net/sso#tls-with-password\", "
        "access_url=\"https://vo.example:8443/distiller/login\"");
  CHECK(plain[3].starts_with("Basic "));
  for (auto const& challenge : challenges(request({{"Sec-Fetch-Mode", "navigate"}})))
    CHECK(!challenge.starts_with("Basic"));
}

TEST_CASE("names that a database or a log cannot hold are nobody's") {
  CHECK(is_possible_name("ana.müller@inst.example"));
  for (auto const& name : {std::string(), std::string("a\0b", 3), std::string("a\nb"), std::string("\xff"),
                           std::string(300, 'a')})
    CHECK(!is_possible_name(name));
}

}  // namespace
