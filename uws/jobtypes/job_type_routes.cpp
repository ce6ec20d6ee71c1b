#include "uws/jobtypes/job_type_routes.hpp"

#include "uws/jobtypes/job_type_handlers.hpp"

namespace uws {

using http::Captures;
using http::Method;

void mount_job_types(http::Router& router, JobTypeRoutesParts const& parts) {
  router.add(Method::get, "/jobtypes",
             [parts](Request const& r, Captures const&) { return show_types(parts, r); });
  router.add(Method::post, "/jobtypes",
             [parts](Request const& r, Captures const&) { return propose_type(parts, r); });
  router.add(Method::get, "/jobtypes/{name}",
             [parts](Request const& r, Captures const& c) { return show_type(parts, r, c["name"]); });
  router.add(Method::post, "/jobtypes/{name}",
             [parts](Request const& r, Captures const& c) { return decide_type(parts, r, c["name"]); });
  router.add(Method::delete_, "/jobtypes/{name}",
             [parts](Request const& r, Captures const& c) { return withdraw_type(parts, r, c["name"]); });
  // Where OPUS has them.
  router.add(Method::get, "/jdl",
             [parts](Request const& r, Captures const&) { return show_opus_names(parts, r); });
  for (auto const& [suffix, form] :
       {std::pair("", TypeForm::votable), std::pair("/votable", TypeForm::votable),
        std::pair("/json", TypeForm::opus), std::pair("/wadl", TypeForm::wadl)})
    router.add(Method::get, std::string("/jdl/{name}") + suffix,
               [parts, form](Request const& r, Captures const& c) {
                 return show_type_as(parts, r, c["name"], form);
               });
}

}  // namespace uws
