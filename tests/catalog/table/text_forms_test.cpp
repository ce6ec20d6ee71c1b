#include <doctest/doctest.h>

#include "catalog/table/base64.hpp"
#include "catalog/table/cell_shape.hpp"
#include "catalog/table/formats.hpp"
#include "catalog/table/pg_cell.hpp"
#include "catalog/table/utf8.hpp"
#include "catalog/table/xml_text.hpp"
#include "engine/base/failure.hpp"

using namespace catalog;

namespace {

std::string escaped(std::string_view text) {
  std::string out;
  append_escaped(out, text);
  return out;
}

std::string base64(std::string_view bytes) {
  std::string out;
  append_base64(out, bytes);
  return out;
}

}  // namespace

TEST_CASE("escaped text never breaks XML 1.0") {
  CHECK(escaped("a<b>&\"c'") == "a&lt;b&gt;&amp;&quot;c&#39;");
  CHECK(escaped("]]>") == "]]&gt;");
  CHECK(escaped("x\r\ny") == "x&#13;\ny");
  CHECK(escaped(std::string("\0\x1F", 2)) == "\uFFFD\uFFFD");
  CHECK(escaped("é€😀") == "é€😀");
  CHECK(escaped("\xEF\xBF\xBF|\xEF\xBF\xBE") == "\uFFFD|\uFFFD");        // U+FFFF, U+FFFE
  CHECK(escaped("\xC0\xAF") == "\uFFFD\uFFFD");                          // overlong
  CHECK(escaped("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");                // surrogate
  CHECK(escaped("\xF4\x90\x80\x80").find('\xF4') == std::string::npos);  // above U+10FFFF
  CHECK(escaped("\xE2\x82") == "\uFFFD\uFFFD");                          // cut off
}

TEST_CASE("the writer nests, indents and closes elements") {
  std::string out;
  XmlWriter xml(out);
  xml.declaration().open("a").attribute("x", "1\n\"2\"").attribute_if("y", "");
  xml.element("b", "t<").element_if("c", "").open("d").close().close();
  CHECK(out ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a x=\"1&#10;&quot;2&quot;\">\n  <b>t&lt;</b>\n  "
        "<d/>\n</a>\n");
}

TEST_CASE("base64 has the vectors of RFC 4648 section 10, both ways and in pieces") {
  std::pair<std::string, std::string> const vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (auto const& [bytes, text] : vectors) {
    CHECK(base64(bytes) == text);
    Base64Decoder decoder;
    std::string back;
    for (char c : text) CHECK(decoder.decode(back, std::string(1, c) + "\n "));
    CHECK(decoder.complete());
    CHECK(back == bytes);
  }
  for (std::string const bad : {"Zg==Zg==", "=", "Z=", "Z===", "Zm8=x", "Zm9v=", "Zm-v", "\xC3\xA9"}) {
    Base64Decoder decoder;
    std::string back;
    CHECK_FALSE((decoder.decode(back, bad) && decoder.complete()));
  }
}

TEST_CASE("UTF-16 goes and comes back, and broken pairs are replaced") {
  std::string units, back;
  CHECK(append_as_utf16be(units, "aé€😀") == 5);
  append_from_utf16be(back, units);
  CHECK(back == "aé€😀");
  back.clear();
  append_from_utf16be(back, std::string_view("\xD8\x00\x00\x61\xDC\x00\x00", 7));
  CHECK(back == "\uFFFDa\uFFFD");
}

TEST_CASE("array sizes are parsed, and 1 is never published") {
  CHECK(parse_arraysize("3x4x2")->elements == 24);
  CHECK(parse_arraysize("3x*")->variable);
  CHECK(parse_arraysize("16*")->at_most == 16);
  for (std::string const bad :
       {"x", "3x", "*x3", "-1", "a", "3**", "999999999x999999999", "99999999999999999999"})
    CHECK_FALSE(parse_arraysize(bad));
  CHECK(published_arraysize({.name = "a", .datatype = Datatype::int_, .arraysize = "1"}).empty());
  CHECK(published_arraysize({.name = "a", .datatype = Datatype::char_, .arraysize = "1"}) == "*");
}

TEST_CASE("timestamps come in DALI's form from either output of PostgreSQL") {
  CHECK(timestamp_of(CellFormat::text, "2004-12-08 22:04:04.5") == "2004-12-08T22:04:04.5");
  CHECK(timestamp_of(CellFormat::text, "2004-12-08 22:04:04+00") == "2004-12-08T22:04:04");
  CHECK(timestamp_of(CellFormat::text, "2004-12-08") == "2004-12-08");
  std::string const zero(8, '\0');
  CHECK(timestamp_of(CellFormat::binary, zero) == "2000-01-01T00:00:00");
  CHECK(timestamp_of(CellFormat::binary, std::string(8, '\xFF')) == "1999-12-31T23:59:59.999999");
  CHECK_THROWS_AS(integer_of(CellFormat::binary, "abc"), engine::Failure);
  CHECK_THROWS_AS(real_of(CellFormat::text, "abc"), engine::Failure);
}

TEST_CASE("RESPONSEFORMAT is understood in all its spellings") {
  auto const is = [](std::string_view word, Serialization form, std::string_view type) {
    auto const format = format_of(word);
    INFO(std::string(word));
    REQUIRE(format);
    CHECK(format->serialization == form);
    CHECK(format->content_type == type);
  };
  is("", Serialization::votable_tabledata, "application/x-votable+xml");
  is("VOTable", Serialization::votable_tabledata, "application/x-votable+xml");
  is("text/xml", Serialization::votable_tabledata, "text/xml");
  is("application/x-votable+xml ; serialization=\"binary2\"", Serialization::votable_binary2,
     "application/x-votable+xml;serialization=BINARY2");
  is("text/xml;serialization=BINARY", Serialization::votable_binary, "text/xml");
  is("application/x-votable+xml;version=1.3", Serialization::votable_tabledata, "application/x-votable+xml");
  is("text/csv; header=present; charset=utf-8", Serialization::csv, "text/csv;header=present");
  is("CSV", Serialization::csv, "text/csv;header=present");
  is("application/fits", Serialization::fits, "application/fits");
  for (std::string const none : {"parquet", "votable/x", "text/csv;header=absent",
                                 "application/x-votable+xml;serialization=FITS", ";", "image/png"})
    CHECK_FALSE((format_of(none) && none != ";"));
}
