#include <array>
#include <span>
#include <utility>

#include "engine/base/text.hpp"
#include "engine/io/sha256.hpp"
#include "uws/http/accept.hpp"
#include "uws/http/conditions.hpp"
#include "uws/http/form.hpp"
#include "uws/http/respond.hpp"
#include "uws/jobtypes/job_type_handlers.hpp"
#include "uws/jobtypes/job_type_html.hpp"
#include "uws/jobtypes/job_type_votable.hpp"
#include "uws/jobtypes/job_type_wadl.hpp"

namespace uws {

namespace {

using http::Refusal;

struct FormRow {
  TypeForm form;
  std::string_view suffix, media_type;
};
/// In the order of preference: scripts that accept anything get JSON.
constexpr std::array<FormRow, 6> forms{{
    {TypeForm::json, ".json", "application/json"},
    {TypeForm::html, ".html", "text/html"},
    {TypeForm::votable, ".vot", "application/x-votable+xml"},
    {TypeForm::wadl, ".wadl", "application/vnd.sun.wadl+xml"},
    {TypeForm::votable, ".votable", "text/xml"},
    {TypeForm::wadl, ".xml", "application/xml"},
}};

std::string_view media_type_of(TypeForm form) {
  for (FormRow const& row : forms)
    if (row.form == form) return row.media_type;
  return "application/json";
}

TypeForm preferred_form(Request const& request, std::size_t offered) {
  std::vector<std::string> offers;
  for (FormRow const& row : std::span(forms).first(offered)) offers.emplace_back(row.media_type);
  auto const liked = http::preferred_type(request.headers, offers);
  for (FormRow const& row : forms)
    if (liked == row.media_type) return row.form;
  return TypeForm::json;
}

User asker(JobTypeRoutesParts const& parts, Request const& request) {
  return parts.user_of ? parts.user_of(request) : User{};
}

/// Whoever has the document already gets nothing but the word that it is still good.
Reply document(Request const& request, TypeForm form, std::string body, bool negotiated) {
  std::string type(media_type_of(form));
  if (form == TypeForm::html) type += "; charset=utf-8";
  std::string const etag = "\"" + engine::sha256_of(body).substr(0, 32) + "\"";
  http::Response reply = http::with_type(200, type, std::move(body));
  reply.headers.set("ETag", etag);
  reply.headers.set("Cache-Control", "no-cache");
  if (negotiated) reply.headers.set("Vary", "Accept");
  switch (http::check_conditions(request, {.etag = etag})) {
    case http::Condition::proceed: return reply;
    case http::Condition::unmodified: reply.status = 304; break;
    case http::Condition::failed: reply.status = 412; break;
  }
  reply.body.clear();
  return reply;
}

struct Found {
  jobs::JobType type{};
  std::optional<Proposal> proposal{};
};

/// ?STATE=pending: the proposal, where there is a valid type of that name too.
Found found(JobTypeRoutesParts const& parts, Request const& request, User const& user,
            std::string const& name) {
  auto const asked = http::parse_parameters(request).find("STATE").value_or("");
  auto const type = parts.types.find(name);
  bool const wants_proposal = engine::same_word(asked, "pending") || engine::same_word(asked, "refused");
  if (type && !wants_proposal) return {*type, {}};
  if (auto proposal = Proposals(parts.pool).waiting(user, engine::lower(name)))
    return {proposal->type, std::move(proposal)};
  if (type && !wants_proposal) return {*type, {}};
  std::vector<std::string> names;
  for (auto const& each : parts.types.all()) names.push_back(each->name);
  auto const meant = name.size() <= 100 ? engine::nearest_word(name, names) : std::nullopt;
  throw Refusal(404, "there is no job type '" + name.substr(0, 80) + "'" +
                         (meant ? " - did you mean " + *meant + "?" : " - see /jobtypes"));
}

}  // namespace

JobTypeUrls urls_of(JobTypeRoutesParts const& parts, Request const& request) {
  return {request.base_url + "/jobtypes", request.base_url + parts.jobs_base};
}

Reply show_types(JobTypeRoutesParts const& parts, Request const& request) {
  User const user = asker(parts, request);
  auto const types = parts.types.all();
  auto const proposals = Proposals(parts.pool).waiting(user);
  JobTypeUrls const urls = urls_of(parts, request);
  TypeForm const form = preferred_form(request, 2);
  return document(request, form,
                  form == TypeForm::html ? job_types_html(types, proposals, user, urls)
                                         : job_types_json(types, proposals, urls),
                  true);
}

Reply show_type_as(JobTypeRoutesParts const& parts, Request const& request, std::string const& name,
                   TypeForm form) {
  User const user = asker(parts, request);
  Found const it = found(parts, request, user, name);
  Proposal const* const proposal = it.proposal ? &*it.proposal : nullptr;
  JobTypeUrls const urls = urls_of(parts, request);
  bool const whole = user.administrator || proposal != nullptr;
  auto const body = [&] {
    switch (form) {
      case TypeForm::html: return job_type_html(it.type, proposal, user, urls);
      case TypeForm::json: return job_type_document(it.type, proposal, whole, urls);
      case TypeForm::votable: return job_type_votable(it.type, urls.jobs + "/" + it.type.name);
      case TypeForm::wadl: return job_type_wadl(it.type, urls.jobs);
      case TypeForm::opus: return opus_definition_json(it.type);
    }
    return std::string();
  };
  return document(request, form, body(), true);
}

Reply show_type(JobTypeRoutesParts const& parts, Request const& request, std::string const& name_and_form) {
  for (FormRow const& row : forms)
    if (name_and_form.ends_with(row.suffix))
      return show_type_as(parts, request, name_and_form.substr(0, name_and_form.size() - row.suffix.size()),
                          row.form);
  return show_type_as(parts, request, name_and_form, preferred_form(request, forms.size()));
}

Reply show_opus_names(JobTypeRoutesParts const& parts, Request const& request) {
  return document(request, TypeForm::opus, opus_names_json(parts.types.all()), false);
}

}  // namespace uws
