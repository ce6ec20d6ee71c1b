/// The forms in which provenance is served: words of RESPONSEFORMAT, media types, and which one a request
/// means.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "uws/http/message.hpp"

namespace uws::prov {

enum class Form { json, xml, provn, votable, svg, png, dot, html };

struct FormRow {
  Form form;
  std::string_view word;                  ///< "PROV-JSON"
  std::string_view content_type;          ///< of the answer
  std::vector<std::string_view> aliases;  ///< other words and media types, in lower case
  std::string_view about;                 ///< for people
};
std::vector<FormRow> const& forms();
FormRow const& row_of(Form form);

struct ChosenForm {
  Form form = Form::json;
  std::string content_type{};
};
/// What RESPONSEFORMAT says: a word, or a media type, which then is the answer's. Nothing: no such form.
std::optional<ChosenForm> form_named(std::string_view responseformat);
/// What Accept prefers; PROV-JSON if it does not care or likes nothing that we have.
ChosenForm form_accepted(http::Headers const& headers);

}  // namespace uws::prov
