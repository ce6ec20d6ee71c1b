#include "jobs/clean_text.hpp"

#include <doctest/doctest.h>

using jobs::clean_text;

TEST_CASE("good text stays as it is") {
  for (std::string const text : {"", "a\tb\nc", "\xC3\xA4 \xE2\x98\x85 \xF0\x9F\x94\xAD", "\xEF\xBF\xBD",
                                 "\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF"})
    CHECK(clean_text(text) == text);
}

TEST_CASE("what is no text is replaced, byte by byte") {
  std::string const mark = "\xEF\xBF\xBD";
  CHECK(clean_text(std::string("a\0b", 3)) == "a" + mark + "b");
  CHECK(clean_text("\x1B[31m") == mark + "[31m");
  CHECK(clean_text("a\rb\x7F") == "a" + mark + "b" + mark);
  // Overlong, surrogate, beyond the last plane, cut, stray: the examples of Unicode 15, section 3.9.
  CHECK(clean_text("\xC0\xAF") == mark + mark);
  CHECK(clean_text("\xE0\x80\xAF") == mark + mark + mark);
  CHECK(clean_text("\xED\xA0\x80") == mark + mark + mark);
  CHECK(clean_text("\xF4\x90\x80\x80") == mark + mark + mark + mark);
  CHECK(clean_text("\xE2\x98") == mark + mark);
  CHECK(clean_text("\x80") == mark);
}

TEST_CASE("long text is cut at a character") {
  CHECK(clean_text("\xE2\x98\x85\xE2\x98\x85", 5) == "\xE2\x98\x85...");
  CHECK(clean_text("abc", 3) == "abc");
  CHECK(clean_text(std::string(1'000'000, '\x01')).size() <= (64 << 10) + 3);
}
