#include "uws/provenance/provenance_routes.hpp"

#include "uws/provenance/provenance_reply.hpp"

namespace uws {

namespace {

using http::Captures;
using http::Method;
using http::Request;
using prov::Form;

struct Child {
  std::string_view name;
  std::optional<Form> form;
  std::string_view rel, label;  ///< of the link to it; empty: there is none
};
/// provjson, provxml, provsvg are OPUS's names.
constexpr Child children[] = {{"prov", std::nullopt, "provenance", "Provenance"},
                              {"provjson", Form::json, "provenance-json", "Provenance (PROV-JSON)"},
                              {"provxml", Form::xml, "", ""},
                              {"provn", Form::provn, "", ""},
                              {"provsvg", Form::svg, "provenance-svg", "Provenance graph"},
                              {"provpng", Form::png, "", ""},
                              {"provvot", Form::votable, "", ""},
                              {"provdot", Form::dot, "", ""}};

bool has_record(jobs::Job const& job) { return is_final(job.phase); }

}  // namespace

void mount_provsap(http::Router& router, ProvenanceParts const& parts) {
  for (auto const method : {Method::get, Method::post})
    router.add(method, parts.path, [&parts](Request const& request, Captures const&) {
      return prov::provsap_reply(request, parts);
    });
}

std::vector<JobResource> provenance_resources(ProvenanceParts const& parts) {
  std::vector<JobResource> resources;
  for (Child const& child : children)
    resources.push_back(
        {.method = Method::get,
         .path = "/" + std::string(child.name),
         .handler =
             [&parts, form = child.form](JobList const&, Request const& request, Captures const& captures) {
               return prov::job_reply(request, parts, captures["id"], form);
             },
         .rel = std::string(child.rel),
         .label = std::string(child.label),
         .shown = has_record});
  return resources;
}

}  // namespace uws
