#include "uws/links/link_routes.hpp"

#include "uws/http/respond.hpp"
#include "uws/links/collection_page.hpp"
#include "uws/links/cone_search.hpp"
#include "uws/links/datalink.hpp"
#include "uws/links/files.hpp"
#include "uws/links/name_resolver.hpp"
#include "uws/links/registry_record.hpp"
#include "uws/links/sia_query.hpp"

namespace uws {

namespace {

using http::Captures;
using http::Method;
using http::Request;

using Simple = http::Reply (*)(Request const&, LinkParts const&);

void mount_simple(http::Router& router, LinkParts const& parts, std::string_view pattern, Simple handle) {
  auto const handler = [&parts, handle](Request const& request, Captures const&) {
    return handle(request, parts);
  };
  router.add(Method::get, pattern, handler);
  router.add(Method::post, pattern, handler);
}

using Named = http::Reply (*)(Request const&, LinkParts const&, std::string const&);

void mount_named(http::Router& router, LinkParts const& parts, std::string_view pattern, Named handle) {
  router.add(Method::get, pattern, [&parts, handle](Request const& request, Captures const& captures) {
    return handle(request, parts, captures["name"]);
  });
}

}  // namespace

void mount_links(http::Router& router, LinkParts const& parts) {
  mount_simple(router, parts, "/links", links_reply);
  mount_simple(router, parts, "/scs", cone_reply);
  mount_simple(router, parts, "/sia2/query", sia_reply);
  router.add(Method::get, "/sia2/capabilities", [](Request const& request, Captures const&) {
    return http::with_type(200, "text/xml", sia_capabilities(request.base_url));
  });
  mount_simple(router, parts, "/resolve", resolve_reply);
  mount_simple(router, parts, "/collections", collection_list_reply);
  mount_simple(router, parts, "/registry", service_record_reply);
  mount_named(router, parts, "/collections/{name}", collection_reply);
  mount_named(router, parts, "/registry/collections/{name}", collection_record_reply);
  router.add(Method::get, "/files/{collection}/{path...}",
             [&parts](Request const& request, Captures const& captures) {
               // A rest of a path comes with or without its first slash; the catalogue's paths have none.
               std::string path = captures["path"];
               if (path.starts_with('/')) path.erase(0, 1);
               return file_reply(request, parts, captures["collection"], path);
             });
}

}  // namespace uws
