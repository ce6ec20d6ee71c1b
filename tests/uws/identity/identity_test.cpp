#include <set>

#include <doctest/doctest.h>

#include "uws/http/respond.hpp"
#include "uws/identity/credentials.hpp"
#include "uws/identity/password.hpp"

namespace {

using uws::credentials_of;

uws::http::Request with(std::string const& authorization) {
  uws::http::Request request;
  request.headers.set("Authorization", authorization);
  return request;
}

TEST_CASE("no header, and the empty one of uws-validator, name nobody") {
  CHECK(!credentials_of(uws::http::Request{}));
  CHECK(!credentials_of(with("Basic Og==")));
}

TEST_CASE("Basic: the example of RFC 7617 section 2, colons in the password, any case of the scheme") {
  auto const found = credentials_of(with("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
  REQUIRE(found);
  CHECK(found->user == "Aladdin");
  CHECK(found->secret == "open sesame");
  CHECK(!found->bearer);
  auto const colons = credentials_of(with("bAsIc   YTpiOmM="));
  REQUIRE(colons);
  CHECK(colons->user == "a");
  CHECK(colons->secret == "b:c");
}

TEST_CASE("Bearer") {
  auto const found = credentials_of(with("Bearer abc-_123"));
  REQUIRE(found);
  CHECK(found->bearer);
  CHECK(found->secret == "abc-_123");
}

TEST_CASE("what cannot be read is refused") {
  for (auto const* header :
       {"Basic", "Basic ???", "Basic bm9jb2xvbg==", "Digest username=x", "QWxhZGRpbg==", "Basic QQ"}) {
    CAPTURE(header);
    CHECK_THROWS_AS(credentials_of(with(header)), uws::http::Refusal);
  }
}

TEST_CASE("a password matches its own hash, and no hash is like another") {
  auto const one = uws::password_hash("correct horse"), two = uws::password_hash("correct horse");
  CHECK(one.starts_with("$argon2id$"));
  CHECK(one != two);
  CHECK(uws::password_matches(one, "correct horse"));
  CHECK(!uws::password_matches(one, "correct horse "));
  CHECK(!uws::password_matches("", "correct horse"));
  CHECK(!uws::password_matches("no hash", ""));
}

TEST_CASE("secrets are long, safe in URLs, and never the same") {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    auto const secret = uws::new_secret();
    CHECK(secret.size() == 43);  // 256 bits in base64
    CHECK(secret.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
          secret.npos);
    seen.insert(secret);
  }
  CHECK(seen.size() == 100);
}

}  // namespace
