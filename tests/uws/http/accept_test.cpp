#include "uws/http/accept.hpp"

#include <doctest/doctest.h>

using namespace uws::http;

namespace {

std::optional<std::string> choice(std::string const& accept, std::vector<std::string> const& offers) {
  Headers headers;
  headers.add("Accept", accept);
  return preferred_type(headers, offers);
}

Encoding encoding(std::string const& accept) {
  Headers headers;
  headers.add("accept-encoding", accept);
  return preferred_encoding(headers);
}

}  // namespace

TEST_CASE("the example of RFC 9110 section 12.5.1 gives the weights it says") {
  std::string const accept =
      "text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, text/plain;format=fixed;q=0.4, */*;q=0.5";
  // Weights: flowed 1, plain 0.7, html 0.3, jpeg 0.5, fixed 0.4, html;level=3 0.7 in the RFC is text/plain's
  // neighbour.
  CHECK(choice(accept, {"text/plain;format=flowed", "text/plain"}) == "text/plain;format=flowed");
  CHECK(choice(accept, {"image/jpeg", "text/plain"}) == "text/plain");
  CHECK(choice(accept, {"text/html", "image/jpeg"}) == "image/jpeg");
  CHECK(choice(accept, {"text/html", "text/plain;format=fixed"}) == "text/plain;format=fixed");
  CHECK(choice(accept, {"text/plain;format=fixed", "image/jpeg"}) == "image/jpeg");
}

TEST_CASE("who says nothing gets the first offer, who refuses all gets nothing") {
  CHECK(preferred_type({}, std::vector<std::string>{"text/html", "text/plain"}) == "text/html");
  CHECK(choice("*/*", {"text/html", "text/plain"}) == "text/html");
  CHECK(choice("garbage", {"text/html"}) == "text/html");
  CHECK(choice("", {"text/html"}) == "text/html");
  CHECK_FALSE(choice("image/png", {"text/html"}));
  CHECK_FALSE(choice("text/html;q=0", {"text/html"}));
  CHECK(choice("text/html;q=0, */*", {"text/html", "text/plain"}) == "text/plain");
  CHECK_FALSE(choice("*/*", {}));
}

TEST_CASE("browsers get pages and programs get text") {
  std::vector<std::string> const offers{"text/plain", "text/html", "application/json"};
  CHECK(choice("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", offers) == "text/html");
  CHECK(choice("*/*", offers) == "text/plain");
  CHECK(choice("application/json, text/plain;q=0.5, */*;q=0.1", offers) == "application/json");
  CHECK(choice("TEXT/HTML", offers) == "text/html");
}

TEST_CASE("media types keep quoted parameters whole") {
  auto const type = parse_media_type("Application/X-VOTable+XML; Serialization=\"BINARY2;x=\\\"1\\\"\" ;b=c");
  REQUIRE(type);
  CHECK(type->type == "application/x-votable+xml");
  CHECK(type->parameter("serialization") == "BINARY2;x=\"1\"");
  CHECK(type->parameter("b") == "c");
  for (char const* none : {"", "csv", "/", "a/", "/b", ";q=1"}) CHECK_FALSE(parse_media_type(none));
}

TEST_CASE("gzip is used when it is wanted") {
  CHECK(encoding("gzip") == Encoding::gzip);
  CHECK(encoding("x-gzip") == Encoding::gzip);
  CHECK(encoding("deflate, gzip;q=1.0, *;q=0.5") == Encoding::gzip);
  CHECK(encoding("*") == Encoding::gzip);
  CHECK(encoding("gzip;q=0") == Encoding::identity);
  CHECK(encoding("gzip;q=0.5, identity") == Encoding::identity);
  CHECK(encoding("gzip;q=0, *") == Encoding::identity);
  CHECK(encoding("br, zstd") == Encoding::identity);
  CHECK(encoding("") == Encoding::identity);
  CHECK(preferred_encoding({}) == Encoding::identity);
}
