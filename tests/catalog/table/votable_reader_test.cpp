#include <doctest/doctest.h>

#include "catalog/table/table_puller.hpp"
#include "collected_table.hpp"
#include "engine/base/failure.hpp"
#include "sample_rows.hpp"

namespace {

using namespace catalog;
using test_tables::table_in;

std::string document(std::string const& fields, std::string const& data, std::string const& before = "") {
  return "<?xml version='1.0'?>\n" + before +
         "<VOTABLE version='1.3' xmlns='http://www.ivoa.net/xml/VOTable/v1.3'>\n<RESOURCE><TABLE>\n" +
         fields + "<DATA>" + data + "</DATA></TABLE></RESOURCE></VOTABLE>";
}

std::string complaint_about(std::string const& text, VotableLimits limits = {}) {
  try {
    table_in(text, limits);
  } catch (engine::Failure const& failure) {
    CHECK(failure.fault() == engine::Fault::bad_request);
    return failure.what();
  }
  return "nothing";
}

bool mentions(std::string const& message, std::string const& words) {
  INFO(message);
  return message.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("what our encoders write reads back as the same cells, in any serialization and any pieces") {
  auto const columns = test_tables::sample_columns();
  auto const values = test_tables::sample_rows();
  for (auto form :
       {Serialization::votable_tabledata, Serialization::votable_binary, Serialization::votable_binary2}) {
    TablePuller puller(std::make_unique<test_tables::TypedRows>(columns, values, CellFormat::binary),
                       make_encoder(form), {});
    std::string text;
    for (std::string chunk; puller.read(chunk);) text += chunk;
    for (std::size_t piece : {std::size_t{1}, std::size_t{7}, text.size()}) {
      auto const table = table_in(text, {}, piece);
      REQUIRE(table.rows.size() == values.size());
      for (std::size_t i = 0; i < columns.size(); ++i) CHECK(table.fields[i].name == columns[i].name);
      CHECK(table.rows[0][0] == "t");
      CHECK(table.rows[0][8] == "Crab Nebula");
      CHECK(table.rows[0][11] == "{83.6,22,2.5}");
      CHECK(table.rows[1][4] == "9223372036854775807");
      CHECK(table.rows[1][6] == "Infinity");
      CHECK(table.rows[0][9] == "né😀");
      for (std::size_t i = 0; i < columns.size(); ++i)
        if (i != 12) CHECK((!table.rows[3][i] || *table.rows[3][i] == "{}"));
    }
  }
}

TEST_CASE("cells of TABLEDATA become what PostgreSQL reads") {
  auto const table = table_in(
      document("<FIELD name='a' datatype='short'><VALUES null='-99'/></FIELD><FIELD name='b' "
               "datatype='float' arraysize='*'/>"
               "<FIELD name='c' datatype='bit' arraysize='4'/><FIELD name='d' datatype='doubleComplex'/>"
               "<FIELD name='e' datatype='unsignedByte'/><FIELD ID='f' datatype='char' arraysize='*'>"
               "<DESCRIPTION> What it is </DESCRIPTION></FIELD>",
               "<TABLEDATA><TR><TD>-99</TD><TD> 1 +Inf\nNaN </TD><TD>0 110</TD><TD>1 -2.5</TD><TD>0xFF</TD>"
               "<TD><![CDATA[a<b]]>&amp;&#233;</TD></TR>"
               "<TR><TD> 7 </TD><TD/><TD>1111</TD><TD>0 0</TD><TD></TD><TD></TD></TR></TABLEDATA>"));
  CHECK(table.fields[3].arraysize == "2");
  CHECK(table.fields[5].name == "f");
  CHECK(table.fields[5].description == "What it is");
  VotableSink::Row const first{{}, "{1,Infinity,NaN}", "{0,1,1,0}", "{1,-2.5}", "255", "a<b&é"};
  VotableSink::Row const second{"7", {}, "{1,1,1,1}", "{0,0}", {}, {}};
  CHECK(table.rows[0] == first);
  CHECK(table.rows[1] == second);
}

TEST_CASE("documents of every version are read, with and without namespaces and prefixes") {
  for (std::string const space :
       {"", "xmlns='http://www.ivoa.net/xml/VOTable/v1.1'", "xmlns='http://www.ivoa.net/xml/VOTable/v1.2'",
        "xmlns='http://www.ivoa.net/xml/VOTable/v1.3'"}) {
    auto const table =
        table_in("<VOTABLE " + space +
                 "><RESOURCE><TABLE><FIELD name='x' datatype='int'/><DATA><TABLEDATA><TR><TD>1</TD></TR>"
                 "</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>");
    CHECK(table.rows.size() == 1);
  }
  CHECK(table_in("<v:VOTABLE xmlns:v='http://www.ivoa.net/xml/VOTable/v1.3'><v:RESOURCE><v:TABLE>"
                 "<v:FIELD name='x' datatype='int'/></v:TABLE></v:RESOURCE></v:VOTABLE>")
            .fields.size() == 1);
  CHECK(table_in("<!DOCTYPE VOTABLE SYSTEM 'http://us-vo.org/xml/VOTable.dtd'><VOTABLE "
                 "version='1.0'><RESOURCE><TABLE>"
                 "<FIELD name='x' datatype='int'/></TABLE></RESOURCE></VOTABLE>")
            .rows.empty());
}

TEST_CASE("only the first table counts") {
  auto const table = table_in(
      "<VOTABLE><RESOURCE><TABLE><FIELD name='a' datatype='int'/></TABLE><TABLE><FIELD name='b' "
      "datatype='int'/>"
      "<DATA><TABLEDATA><TR><TD>1</TD></TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>");
  CHECK(table.fields.size() == 1);
  CHECK(table.rows.empty());
}

TEST_CASE("entities are not expanded, not fetched, and not declared") {
  std::string bomb = "<!DOCTYPE VOTABLE [<!ENTITY a 'lol'>";
  for (char c = 'b'; c < 'k'; ++c) {
    bomb += std::string("<!ENTITY ") + c + " '";
    for (int i = 0; i < 10; ++i) bomb += std::string("&") + static_cast<char>(c - 1) + ";";
    bomb += "'>";
  }
  CHECK(mentions(complaint_about(document("", "&j;", bomb + "]>")), "entity"));
  CHECK(mentions(
      complaint_about(document("", "", "<!DOCTYPE VOTABLE [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>")),
      "entity"));
  CHECK(mentions(
      complaint_about(document("", "", "<!DOCTYPE VOTABLE [<!ENTITY % p '<!ENTITY q \"r\">'>%p;%p;]>")),
      "entity"));
  CHECK(complaint_about(document("<FIELD name='&x;' datatype='int'/>", "")) != "nothing");
}

TEST_CASE("a bad document is refused with the line and the reason") {
  std::string const x = "<FIELD name='x' datatype='int'/>";
  CHECK(mentions(complaint_about(""), "cannot read the VOTable"));
  CHECK(mentions(complaint_about("<html/>"), "not a VOTable but 'html'"));
  CHECK(mentions(complaint_about("<VOTABLE/>"), "no TABLE"));
  CHECK(mentions(complaint_about(document("", "<TABLEDATA/>")), "no FIELD"));
  CHECK(mentions(complaint_about(document("<FIELD name='x' datatype='quark'/>", "")),
                 "line 4 (FIELD 'x' has the unknown"));
  CHECK(mentions(complaint_about(document("<FIELD name='x' datatype='int' arraysize='3y'/>", "")),
                 "arraysize '3y'"));
  CHECK(mentions(complaint_about(document(x, "<TABLEDATA><TR><TD>1.5</TD></TR></TABLEDATA>")),
                 "'1.5' is no value of int"));
  CHECK(mentions(complaint_about(document(x, "<TABLEDATA><TR><TD>2147483648</TD></TR></TABLEDATA>")),
                 "no value of int"));
  CHECK(mentions(complaint_about(document(x, "<TABLEDATA><TR></TR></TABLEDATA>")), "0 cells where 1"));
  CHECK(mentions(complaint_about(document(x, "<TABLEDATA><TR><TD/><TD/></TR></TABLEDATA>")),
                 "more than the 1"));
  CHECK(mentions(complaint_about(document(x, "<FITS/>")), "FITS data are not read"));
  CHECK(mentions(complaint_about(document(x, "<BINARY2><STREAM href='http://169.254.169.254/'/></BINARY2>")),
                 "not fetched"));
  CHECK(mentions(complaint_about(document(x, "<BINARY><STREAM encoding='base64'>AAAA!</STREAM></BINARY>")),
                 "not base64"));
  CHECK(mentions(complaint_about(document(x, "<BINARY><STREAM encoding='base64'>AAAA</STREAM></BINARY>")),
                 "middle of a row"));
  std::string const c = "<FIELD name='c' datatype='char' arraysize='*'/>";
  CHECK(mentions(complaint_about(document(c, "<BINARY><STREAM encoding='base64'>/////w==</STREAM></BINARY>")),
                 "4294967295 bytes"));
  std::string const cut = document(x, "<TABLEDATA><TR><TD>1</TD></TR>");
  CHECK(mentions(complaint_about(cut.substr(0, cut.size() - 60)), "line "));
  std::string nested = "<VOTABLE>";
  for (int i = 0; i < 200000; ++i) nested += "<RESOURCE>";
  CHECK(mentions(complaint_about(nested), "nested deeper"));
}

TEST_CASE("limits of an upload hold") {
  std::string const one_row = "<TR><TD>12345678</TD></TR>";
  std::string const text = document("<FIELD name='x' datatype='char' arraysize='*'/>",
                                    "<TABLEDATA>" + one_row + one_row + one_row + "</TABLEDATA>");
  CHECK(mentions(complaint_about(text, {.rows = 2}), "more than the 2 rows"));
  CHECK(mentions(complaint_about(text, {.cell_bytes = 7}), "more than the 7 bytes"));
  CHECK(mentions(complaint_about(text, {.document_bytes = 100}), "larger than the 100 bytes"));
  CHECK(mentions(complaint_about(text, {.columns = 0}), "more than the 0 columns"));
  CHECK(complaint_about(text, {.rows = 3}) == "nothing");
  CHECK(mentions(
      complaint_about(document("<FIELD name='x' datatype='double' arraysize='900000000'/>", "<TABLEDATA/>")),
      "cells of more than"));
}

TEST_CASE("what the sink throws comes out of feed()") {
  struct Refusing : VotableSink {
    void columns(std::vector<Column> const&) override {
      throw engine::Failure(engine::Fault::bad_request, "no room");
    }
    void row(Row const&) override {}
  } sink;
  VotableReader reader(sink);
  CHECK_THROWS_WITH(reader.feed(document("<FIELD name='x' datatype='int'/>", "<TABLEDATA/>")), "no room");
}

TEST_CASE("any single byte changed or any tail cut off gives a table or a refusal, nothing else") {
  TablePuller puller(std::make_unique<test_tables::TypedRows>(test_tables::sample_columns(),
                                                              test_tables::sample_rows(), CellFormat::text),
                     make_binary2_encoder(), {});
  std::string text;
  for (std::string chunk; puller.read(chunk);) text += chunk;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    std::string changed = text;
    changed[i] = static_cast<char>(changed[i] ^ 0x15);
    complaint_about(changed);
    CHECK(complaint_about(text.substr(0, i)) != "nothing");
  }
}
