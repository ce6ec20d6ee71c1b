#include "engine/draw/svg_text.hpp"

#include <doctest/doctest.h>

using namespace engine;

TEST_CASE("what is not printable UTF-8 becomes question marks, everything else stays") {
  CHECK(printable("Crab \u2014 83.6\u00b0 \U0001f52d") == "Crab \u2014 83.6\u00b0 \U0001f52d");
  CHECK(printable("a\nb\x7f") == "a?b?");
  CHECK(printable("\xff\xfe") == "??");
  CHECK(printable("\xc3") == "?");            // cut short
  CHECK(printable("\xc0\xaf") == "??");       // overlong
  CHECK(printable("\xed\xa0\x80") == "???");  // a surrogate
  CHECK(printable(std::string_view("a\0b", 3)) == "a?b");
}

TEST_CASE("text cannot become markup") {
  CHECK(xml_escaped("<a & \"b\">") == "&lt;a &amp; &quot;b&quot;&gt;");
  std::string const svg = with_description("<?xml?>\n<svg width=\"1\">\n</svg>", "</title><script>", "a & b");
  CHECK(svg.find("<script>") == std::string::npos);
  CHECK(svg.find("<title>&lt;/title&gt;&lt;script&gt;</title>") != std::string::npos);
  CHECK(svg.find("<svg role=\"img\" width=\"1\">\n<title>") != std::string::npos);
}

TEST_CASE("numbers of images and groups are counted from one, and references follow") {
  CHECK(with_own_numbers("<image id=\"image57\"/><g id=\"surface61\"/><use href=\"#image57\"/>") ==
        "<image id=\"image1\"/><g id=\"surface2\"/><use href=\"#image1\"/>");
  CHECK(with_own_numbers("<symbol id=\"glyph0-1\"/>") == "<symbol id=\"glyph0-1\"/>");
}
