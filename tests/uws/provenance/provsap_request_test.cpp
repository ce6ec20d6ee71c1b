#include "uws/provenance/provsap_request.hpp"

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"

using namespace uws::prov;
using catalog::prov::Direction;

namespace {

ProvsapRequest asked(std::string const& query, std::string const& accept = "*/*") {
  uws::http::Request request;
  request.query = query;
  request.headers.set("Accept", accept);
  return read_provsap(uws::http::parse_parameters(request), request.headers);
}

std::string refusal(std::string const& query) {
  try {
    asked(query);
  } catch (engine::Failure const& failure) {
    CHECK(failure.fault() == engine::Fault::bad_request);
    return failure.what();
  }
  return "";
}

bool says(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("nothing said is one step back, in PROV-JSON of the W3C's model") {
  auto const r = asked("ID=a");
  CHECK(r.ids == std::vector<std::string>{"a"});
  CHECK(r.walk.depth == 1);
  CHECK(r.walk.direction == Direction::back);
  CHECK(r.model == Model::w3c);
  CHECK(r.form.form == Form::json);
}

TEST_CASE("names and words are known in any case, and OPUS's spellings too") {
  auto const r = asked(
      "id=a&Id=b&ID=a&depth=all&direction=forth&model=ivoa&agent=0&members=1&descriptions=2&configuration=1&"
      "attributes=0&gd=bt&responseformat=prov-n");
  CHECK(r.ids == std::vector<std::string>{"a", "b"});
  CHECK_FALSE(r.walk.depth.has_value());
  CHECK(r.walk.direction == Direction::forward);
  CHECK(r.model == Model::ivoa);
  CHECK_FALSE(r.walk.agents);
  CHECK(r.walk.members);
  CHECK(r.walk.descriptions == 2);
  CHECK(r.walk.configuration);
  CHECK_FALSE(r.walk.attributes);
  CHECK(r.flow == Flow::top_to_bottom);
  CHECK(r.form.form == Form::provn);
  CHECK(asked("ID=a&DIRECTION=FORWARD").walk.direction == Direction::forward);
}

TEST_CASE("every mistake is named at once") {
  auto const message =
      refusal("ID=a&DEPTH=-1&DIRECTION=SIDEWAYS&MODEL=x&AGENTS=2&DESCRIPTIONS=3&GD=up&RESPONSEFORMAT=PDF");
  for (auto const* name : {"DEPTH", "SIDEWAYS", "MODEL", "AGENTS", "DESCRIPTIONS", "GD", "PDF"}) {
    CAPTURE(name);
    CHECK(says(message, name));
  }
  CHECK(says(refusal("ID=a&DEPTH=1&DEPTH=2"), "DEPTH"));
  CHECK(refusal("ID=a&DEPTH=1&DEPTH=1&UNKNOWN=x").empty());
  CHECK(says(refusal("ID=a&DEPTH=99999999999999999999"), "DEPTH"));
  CHECK(says(refusal("ID=a&MODEL=IVOA&RESPONSEFORMAT=PROV-XML"), "PROV-XML"));
  std::string many;
  for (int i = 0; i < 200; ++i) many += "ID=" + std::to_string(i) + "&";
  CHECK(says(refusal(many), "more than 100"));
}

TEST_CASE("forms have words, aliases and media types") {
  CHECK(form_named("PROV-JSON")->form == Form::json);
  CHECK(form_named("json")->form == Form::json);
  CHECK(form_named("application/json")->content_type == "application/json");
  CHECK(form_named("text/xml")->form == Form::xml);
  CHECK(form_named("text/xml")->content_type == "text/xml");
  CHECK(form_named("PROV-XML")->content_type == "application/provenance+xml");
  CHECK(form_named("text/provenance-notation; charset=UTF-8")->form == Form::provn);
  CHECK(form_named("application/x-votable+xml")->form == Form::votable);
  CHECK(form_named("svg")->form == Form::svg);
  CHECK_FALSE(form_named("PROV-PDF"));
  CHECK_FALSE(form_named(""));
  for (auto const& row : forms()) CHECK(form_named(row.word)->form == row.form);
}

TEST_CASE("without RESPONSEFORMAT, Accept decides; browsers get the page") {
  CHECK(
      asked("ID=a", "text/html,application/xhtml+xml,application/xml;q=0.9,image/png,image/svg+xml,*/*;q=0.8")
          .form.form == Form::html);
  CHECK(asked("ID=a", "application/xml").form.form == Form::xml);
  CHECK(asked("ID=a", "image/png").form.form == Form::png);
  CHECK(asked("ID=a", "text/provenance-notation").form.form == Form::provn);
  CHECK(asked("ID=a", "application/pdf").form.form == Form::json);
  CHECK(asked("ID=a&RESPONSEFORMAT=PROV-SVG", "text/html").form.form == Form::svg);
}
