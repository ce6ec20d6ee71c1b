#include "uws/http/form.hpp"

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "uws/http/multipart.hpp"
#include "uws/http/percent.hpp"

using namespace uws::http;

namespace {

Request form(std::string body, std::string type = "application/x-www-form-urlencoded",
             std::string query = "") {
  Request request{.method = Method::post, .query = std::move(query), .body = std::move(body)};
  request.headers.set("content-type", std::move(type));
  return request;
}

Request multipart(std::string body) { return form(std::move(body), "multipart/form-data; boundary=\"XX\""); }

}  // namespace

TEST_CASE("percent decoding and encoding follow RFC 3986") {
  CHECK(percent_decoded("a%20b%2Fc+d") == "a b/c+d");
  CHECK(percent_decoded("a+b", Plus::blank) == "a b");
  CHECK(percent_decoded("%c3%A9") == "\xc3\xa9");
  for (char const* broken : {"%", "%4", "a%", "%zz", "%4g", "%%41"}) CHECK_FALSE(percent_decoded(broken));
  CHECK(percent_encoded("a b/c~_-.\xc3\xa9") == "a%20b%2Fc~_-.%C3%A9");
  std::string every;
  for (int c = 0; c < 256; ++c) every += static_cast<char>(c);
  CHECK(percent_decoded(percent_encoded(every)) == every);
}

TEST_CASE("UTF-8 is checked as the Unicode standard's table 3-7 has it") {
  for (char const* good : {"", "abc", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                           "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"})
    CHECK(is_utf8(good));
  for (char const* bad : {"\x80", "\xc0\x80", "\xc1\xbf", "\xc2", "\xe0\x9f\xbf", "\xe0\x80", "\xed\xa0\x80",
                          "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "a\xe9z"})
    CHECK_FALSE(is_utf8(bad));
}

TEST_CASE("parameters of the query come before those of the body, names compare without case") {
  Parameters const found =
      parse_parameters(form("phase=RUN&Phase=ABORT&x=%C3%A9",
                            "application/x-www-form-urlencoded; charset=UTF-8", "PHASE=first&y&=z"));
  CHECK(found.find("phase") == "first");
  CHECK(found.all("PHASE") == std::vector<std::string_view>{"first", "RUN", "ABORT"});
  CHECK(found.find("X") == "\xc3\xa9");
  CHECK(found.find("y") == "");
  CHECK_FALSE(found.find("z"));
  CHECK(found.values().size() == 6);
}

TEST_CASE("a query of ADQL arrives as it was typed") {
  Parameters const found = parse_parameters(
      {.query = "QUERY=SELECT+*+FROM+ivoa.obscore+WHERE+a%3D1+AND+b%3C%272%27%0AORDER+BY+c&LANG=ADQL"});
  CHECK(found.find("query") == "SELECT * FROM ivoa.obscore WHERE a=1 AND b<'2'\nORDER BY c");
}

TEST_CASE("bodies of other types are no parameters") {
  CHECK(parse_parameters(form("{\"a\":1}", "application/json", "b=2")).has("b"));
  CHECK_FALSE(parse_parameters({.body = "a=1"}).has("a"));
}

TEST_CASE("hostile parameters are refused with the reason") {
  auto const refused = [](Request const& request, char const* why) {
    try {
      parse_parameters(request);
      FAIL("was accepted");
    } catch (engine::Failure const& failure) {
      CHECK(failure.fault() == engine::Fault::bad_request);
      CHECK(std::string(failure.what()).find(why) != std::string::npos);
    }
  };
  refused(form("a=%zz"), "percent escape");
  refused(form("a=%"), "percent escape");
  refused(form("a=%ff"), "not UTF-8");
  refused(form("%ff=a"), "not UTF-8");
  refused(form("a=b%00c"), "NUL");
  refused(form(std::string(2000, 'n') + "=1"), "longer than");
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "a&";
  refused(form(many), "more than 2000");
  refused(form("--XX\r\n", "multipart/form-data"), "boundary");
  refused(multipart(""), "boundary");
  refused(multipart("--XX\r\nContent-Disposition: form-data; name=a\r\n\r\nvalue"), "does not end");
  refused(multipart("--XX\r\n\r\nvalue\r\n--XX--"), "no name");
  refused(multipart("--XX\r\nContent-Disposition: form-data\r\n\r\nvalue\r\n--XX--"), "no name");
  refused(multipart("--XXjunk\r\n\r\n\r\n--XX--"), "boundary");
  refused(multipart("--XX\r\nContent-Disposition: form-data; name=\"a\xff\"\r\n\r\nv\r\n--XX--"),
          "not UTF-8");
}

TEST_CASE("multipart parts are values or files") {
  std::string const binary("\0\r\n--X\xff\r\n--XY", 14);
  Parameters const found = parse_parameters(multipart(
      "preamble\r\n--XX\r\nContent-Disposition: form-data; name=\"QUERY\"\r\n\r\nSELECT 1\r\n--XX  \r\n"
      "content-disposition: form-data; name=upload; filename=\"a \\\"b\\\".vot\"\r\n"
      "Content-Type: application/x-votable+xml\r\n\r\n" +
      binary +
      "\r\n--XX\r\n"
      "Content-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n--XX--\r\nepilogue"));
  CHECK(found.find("query") == "SELECT 1");
  CHECK(found.find("empty") == "");
  REQUIRE(found.file("UPLOAD"));
  CHECK(found.file("UPLOAD")->content == binary);
  CHECK(found.file("UPLOAD")->file_name == "a \"b\".vot");
  CHECK(found.file("UPLOAD")->content_type == "application/x-votable+xml");
  CHECK_FALSE(found.file("query"));
}

TEST_CASE("a part with a type of its own is a file even without a file name") {
  Parameters const found = parse_parameters(
      multipart("--XX\r\nContent-Disposition: form-data; name=t\r\nContent-Type: text/xml\r\n\r\n<a/>\r\n"
                "--XX\r\nContent-Disposition: form-data; name=p\r\nContent-Type: text/plain; "
                "charset=utf-8\r\n\r\nv\r\n--XX--"));
  REQUIRE(found.file("t"));
  CHECK(found.file("t")->content == "<a/>");
  CHECK(found.find("p") == "v");
}

TEST_CASE("looking for a boundary takes time in proportion to the body") {
  // Near misses of the delimiter, a million of them; quadratic search would take minutes.
  std::string body = "--XX\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\n";
  for (int i = 0; i < 1000000; ++i) body += "\r\n--X";
  body += "\r\n--XX--";
  CHECK(parse_parameters(multipart(body)).file("a")->content.size() == 5000000);
}
