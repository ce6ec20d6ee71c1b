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
};
/// provjson, provxml, provsvg are OPUS's names.
constexpr Child children[] = {{"prov", std::nullopt},     {"provjson", Form::json}, {"provxml", Form::xml},
                              {"provn", Form::provn},     {"provsvg", Form::svg},   {"provpng", Form::png},
                              {"provvot", Form::votable}, {"provdot", Form::dot}};

}  // namespace

void mount_provsap(http::Router& router, ProvenanceParts const& parts) {
  for (auto const method : {Method::get, Method::post})
    router.add(method, parts.path, [&parts](Request const& request, Captures const&) {
      return prov::provsap_reply(request, parts);
    });
}

void mount_job_provenance(http::Router& router, std::string const& base, ProvenanceParts const& parts) {
  for (Child const& child : children)
    router.add(Method::get, base + "/{id}/" + std::string(child.name),
               [&parts, form = child.form](Request const& request, Captures const& captures) {
                 return prov::job_reply(request, parts, captures["id"], form);
               });
}

}  // namespace uws
