#include "jobs/instant.hpp"

#include <array>
#include <cmath>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "jobs/ids.hpp"

using jobs::instant_from;
using jobs::iso_text;

namespace {

std::string reread(std::string_view text) {
  auto const instant = instant_from(text);
  return instant ? iso_text(*instant) : "no";
}

}  // namespace

TEST_CASE("dates as clients write them, all in UTC") {
  CHECK(reread("2015-10-26T09:00:00Z") == "2015-10-26T09:00:00.000Z");
  CHECK(reread("2015-10-26T09:00:00") == "2015-10-26T09:00:00.000Z");
  CHECK(reread("2015-10-26T09:00:00.5") == "2015-10-26T09:00:00.500Z");
  CHECK(reread("2015-10-26T09:00:00.123456Z") == "2015-10-26T09:00:00.123Z");
  CHECK(reread("2015-10-26 09:00") == "2015-10-26T09:00:00.000Z");
  CHECK(reread("2015-10-26T09") == "2015-10-26T09:00:00.000Z");
  CHECK(reread("2015-10-26") == "2015-10-26T00:00:00.000Z");
  CHECK(reread("2015-10-26Z") == "2015-10-26T00:00:00.000Z");
  CHECK(reread("2015-10") == "2015-10-01T00:00:00.000Z");
  CHECK(reread("2015") == "2015-01-01T00:00:00.000Z");
  CHECK(reread("20151026") == "2015-10-26T00:00:00.000Z");
  CHECK(reread("20151026T0900") == "2015-10-26T09:00:00.000Z");
  CHECK(reread("20151026T090001.25Z") == "2015-10-26T09:00:01.250Z");
  CHECK(reread(" 2015-10-26 ") == "2015-10-26T00:00:00.000Z");
  CHECK(reread("2016-02-29") == "2016-02-29T00:00:00.000Z");
  CHECK(reread("2016-12-31T23:59:60Z") == "2017-01-01T00:00:00.000Z");
}

TEST_CASE("what is no date, or not in UTC, is refused") {
  for (char const* text : {"2015-26-10",
                           "sometext",
                           "2015-10-26T09:00:00+01:00",
                           "2015-10-26T09:00:00 01:00",
                           "",
                           " ",
                           "201510",
                           "2015-02-29",
                           "2015-10-",
                           "2015-10-26T",
                           "2015-10-26T24:00:00",
                           "2015-10-26T09:60",
                           "2015-10-26T09:00:61",
                           "2015-10-26T09:00:00.",
                           "2015-10-26T09:00:",
                           "15-10-26",
                           "0000-01-01",
                           "2015-10-26T09:00:00ZZ",
                           "-2015",
                           "2015-1-1",
                           "1e9",
                           "2015-10-26Tx"})
    CHECK_MESSAGE(reread(text) == "no", text);
}

TEST_CASE("an instant survives being written and read") {
  using namespace std::chrono_literals;
  for (auto const offset : {0ms, 1ms, 999ms, 86399999ms, 1790000000123ms})
    CHECK(*instant_from(iso_text(jobs::Instant(offset))) == jobs::Instant(offset));
}

TEST_CASE("job ids are unique, and no client takes them for a URL") {
  std::set<std::string> seen;
  for (int i = 0; i < 20000; ++i) {
    jobs::JobId const id = jobs::new_job_id();
    CHECK(seen.insert(id).second);
    CHECK(jobs::is_job_id(id));
    bool const good_start = (id[0] >= '0' && id[0] <= '9') || (id[0] >= 'A' && id[0] <= 'Z');
    CHECK(good_start);
    CHECK(id.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") ==
          std::string::npos);
  }
  for (char const* text : {"", "a", "../../etc/passwd", "aAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAA.",
                           "AAAAAAAAAAAAAAAAAAAAAAA"})
    CHECK(!jobs::is_job_id(text));
}

TEST_CASE("every letter comes up at every place of an id equally often, within chance") {
  constexpr int ids = 20000;
  std::array<std::array<int, 128>, 22> counts{};
  for (int i = 0; i < ids; ++i) {
    jobs::JobId const id = jobs::new_job_id();
    for (std::size_t place = 0; place < id.size(); ++place)
      ++counts[place][static_cast<unsigned char>(id[place])];
  }
  for (std::size_t place = 0; place < 22; ++place) {
    double const expected = ids / (place == 0 ? 36.0 : 62.0);
    for (int const count : counts[place])
      if (count != 0) CHECK(std::abs(count - expected) < 7 * std::sqrt(expected));
  }
}
