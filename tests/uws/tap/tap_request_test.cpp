#include "uws/tap/tap_request.hpp"

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"

namespace {

using uws::tap_request;
using uws::http::Parameters;

Parameters form(std::vector<uws::http::Parameter> values) { return {std::move(values), {}}; }

std::string refusal(std::vector<uws::http::Parameter> values) {
  try {
    tap_request(form(std::move(values)));
  } catch (engine::Failure const& failure) {
    return failure.what();
  }
  return "accepted";
}

TEST_CASE("a query with nothing else is enough") {
  auto const request = tap_request(form({{"query", "SELECT 1 FROM t"}}));
  CHECK(request.query == "SELECT 1 FROM t");
  CHECK(!request.maxrec);
  CHECK(request.response_format.empty());
}

TEST_CASE("names of parameters and languages are case-blind; RESPONSEFORMAT goes before FORMAT") {
  auto const request = tap_request(form({{"Query", "q"},
                                         {"LaNg", "adql-2.1"},
                                         {"request", "DOQUERY"},
                                         {"format", "csv"},
                                         {"responseformat", "fits"},
                                         {"maxrec", "0"},
                                         {"unknown", "passed over"}}));
  CHECK(request.response_format == "fits");
  CHECK(request.maxrec == 0);
}

TEST_CASE("all mistakes are told at once") {
  auto const text =
      refusal({{"LANG", "PQL"}, {"REQUEST", "getCapabilities"}, {"MAXREC", "-1"}, {"UPLOAD", "x"}});
  for (auto const* part :
       {"LANG: 'PQL'", "REQUEST: 'getCapabilities'", "MAXREC: '-1'", "QUERY: is missing", "UPLOAD: 'x'"})
    CHECK_MESSAGE(text.find(part) != std::string::npos, text);
}

TEST_CASE("MAXREC is a whole number, RUNID is short") {
  for (auto const* value : {"1.5", "ten", "1e3", "99999999999999999999"})
    CHECK(refusal({{"QUERY", "q"}, {"MAXREC", value}}).find("MAXREC") != std::string::npos);
  CHECK(refusal({{"QUERY", "q"}, {"RUNID", std::string(65, 'x')}}).find("RUNID") != std::string::npos);
  CHECK(tap_request(form({{"QUERY", "q"}, {"MAXREC", ""}})).maxrec == std::nullopt);
}

TEST_CASE("uploads: several in one value, several values") {
  auto const request = tap_request(form(
      {{"QUERY", "q"}, {"UPLOAD", "a,param:x;b,http://h/t?p=1,2"}, {"upload", "TAP_UPLOAD.c, param:y"}}));
  REQUIRE(request.uploads.size() == 3);
  CHECK(request.uploads[1].table == "b");
  CHECK(request.uploads[1].uri == "http://h/t?p=1,2");
  CHECK(request.uploads[2].table == "c");
  CHECK(request.uploads[2].uri == "param:y");
}

TEST_CASE("names of uploaded tables are identifiers, each once") {
  for (auto const* value : {"1a,param:x", "a b,param:x", "a\"b,param:x", ",param:x", "a,", "a;b"})
    CHECK(refusal({{"QUERY", "q"}, {"UPLOAD", value}}).find("UPLOAD") != std::string::npos);
  CHECK(refusal({{"QUERY", "q"}, {"UPLOAD", "t,param:x;T,param:y"}}).find("two tables") != std::string::npos);
}

}  // namespace
