#include "uws/provenance/formats.hpp"

#include <algorithm>

#include "engine/base/expects.hpp"
#include "engine/base/text.hpp"
#include "uws/http/accept.hpp"

namespace uws::prov {

std::vector<FormRow> const& forms() {
  static std::vector<FormRow> const rows{
      {Form::json, "PROV-JSON", "application/json", {"json"}, "JSON of W3C PROV"},
      {Form::xml,
       "PROV-XML",
       "application/provenance+xml",
       {"xml", "application/xml", "text/xml"},
       "XML of W3C PROV"},
      {Form::provn,
       "PROV-N",
       "text/provenance-notation; charset=utf-8",
       {"provn", "n", "text/provenance-notation"},
       "text of W3C PROV"},
      {Form::votable,
       "PROV-VOTABLE",
       "application/x-votable+xml",
       {"votable", "vot", "text/xml;content=x-votable"},
       "tables, for TOPCAT"},
      {Form::svg, "PROV-SVG", "image/svg+xml", {"svg"}, "picture"},
      {Form::png, "PROV-PNG", "image/png", {"png"}, "picture of pixels"},
      {Form::dot,
       "PROV-DOT",
       "text/vnd.graphviz; charset=utf-8",
       {"dot", "text/vnd.graphviz"},
       "for graphviz"},
      {Form::html, "HTML", "text/html; charset=utf-8", {"text/html"}, "page"},
  };
  return rows;
}

FormRow const& row_of(Form form) {
  auto const found =
      std::find_if(forms().begin(), forms().end(), [&](FormRow const& r) { return r.form == form; });
  EXPECTS(found != forms().end());
  return *found;
}

namespace {

/// Blanks around ';' do not matter, nor does case.
std::string normal(std::string_view text) {
  std::string out;
  for (char c : engine::lower(text))
    if (c != ' ' && c != '\t') out += c;
  return out;
}

}  // namespace

std::optional<ChosenForm> form_named(std::string_view responseformat) {
  std::string const asked = normal(responseformat);
  for (FormRow const& row : forms()) {
    std::string const own = normal(row.content_type);
    bool const is_own = asked == normal(row.word) || asked == own;
    bool const alias = std::find(row.aliases.begin(), row.aliases.end(), asked) != row.aliases.end();
    if (!is_own && !alias) continue;
    bool const other_type = alias && asked.find('/') != std::string::npos && !own.starts_with(asked);
    return ChosenForm{row.form, other_type ? asked : std::string(row.content_type)};
  }
  return std::nullopt;
}

ChosenForm form_accepted(http::Headers const& headers) {
  // Pages before pictures: browsers accept both alike.
  static std::vector<std::string> const offers{"application/json",
                                               "text/html",
                                               "application/provenance+xml",
                                               "text/provenance-notation",
                                               "application/x-votable+xml",
                                               "image/svg+xml",
                                               "image/png",
                                               "text/vnd.graphviz",
                                               "application/xml",
                                               "text/xml"};
  auto const type = http::preferred_type(headers, offers);
  return form_named(type.value_or(offers.front())).value_or(ChosenForm{});
}

}  // namespace uws::prov
