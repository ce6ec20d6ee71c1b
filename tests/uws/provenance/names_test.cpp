#include "uws/provenance/names.hpp"

#include <doctest/doctest.h>

#include "uws/http/percent.hpp"
#include "uws/provenance/text_width.hpp"

using namespace uws::prov;

namespace {

std::string uri_of(Names const& names, Name const& name) {
  for (auto const& [prefix, uri] : names.namespaces())
    if (prefix == name.prefix) return uri + name.local;
  return "no namespace";
}

Places const here{"https://host.example", "/provsap", "host.example"};

}  // namespace

TEST_CASE("namespace and local part together are the identifier, if that is a URI") {
  Names names(here);
  for (std::string const uri :
       {"ivo://example.org/HESS-DR1?23523", "ivo://example.org/HESS-DR1?23523#reconstruction",
        "ivo://a/jobs?x/counts", "https://host.example/a/b.fits", "https://host.example/",
        "http://h/?a=b&c=d", "ivo://a/b&c?d&e", "ivo://only"})
    CHECK(uri_of(names, names.entity(uri)) == uri);
}

TEST_CASE("other identifiers become the address where they can be looked up") {
  Names names(here);
  CHECK(uri_of(names, names.activity("7Tq2mZb0")) == "https://host.example/provsap?ID=7Tq2mZb0");
  CHECK(names.activity("7Tq2mZb0").prefix == "job");
  auto const strange = uri_of(names, names.activity("50% \"of\" \u00fc"));
  CHECK(*uws::http::percent_decoded(strange) == "https://host.example/provsap?ID=50% \"of\" \u00fc");
}

TEST_CASE("prefixes speak, differ, and leave those alone that mean something") {
  Names names(here);
  CHECK(names.entity("ivo://example.org/HESS-DR1?1").prefix == "hess-dr1");
  CHECK(names.entity("ivo://other.org/HESS-DR1?1").prefix == "hess-dr1-2");
  CHECK(names.entity("ivo://example.org/HESS-DR1?2").prefix == "hess-dr1");
  CHECK(names.entity("ivo://a/prov?1").prefix != "prov");
  CHECK(names.entity("ivo://a/xsi?1").prefix != "xsi");
  CHECK(names.entity("ivo://a/xmlns?1").prefix != "xmlns");
  CHECK(names.entity("ivo://1/2?3").prefix.starts_with("ns"));
}

TEST_CASE("what is a URI already is not encoded once more") {
  CHECK(uri_characters("a%20b%zz c", Escapes::kept) == "a%20b%25zz%20c");
  CHECK(uri_characters("a%20b", Escapes::none) == "a%2520b");
}

TEST_CASE("attribute names are plain words whatever the fact was called") {
  CHECK(Names::engine("mpi ranks/node").local == "mpi_ranks_node");
  CHECK(Names::engine("1st").local == "_1st");
  CHECK(Names::engine("").local == "_");
}

TEST_CASE("clean text is what XML can hold") {
  CHECK(clean_text("a\tb\nc") == "a\tb\nc");
  CHECK(clean_text(std::string("\x01\xff", 2)) == "\uFFFD\uFFFD");
  CHECK(clean_text("\uFFFE") == "\uFFFD");
}

TEST_CASE("shortened text is no longer than asked for and is whole if it fits") {
  CHECK(shortened("exactly", 7) == "exactly");
  CHECK(shortened("one too many", 5) == "one \u2026");
  CHECK(shortened("two\n  blanks", 20) == "two blanks");
  CHECK(shortened("\u661f\u661f\u661f", 2) == "\u661f\u2026");
}

TEST_CASE("wider text is wider, bold more so") {
  CHECK(text_width("WWW", 12) > text_width("iii", 12));
  CHECK(text_width("WWW", 24) == doctest::Approx(2 * text_width("WWW", 12)));
  CHECK(text_width("abc", 12, true) > text_width("abc", 12));
}
