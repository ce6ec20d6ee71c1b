#include "uws/provenance/provenance_reply.hpp"

#include "engine/base/text.hpp"
#include "uws/http/respond.hpp"
#include "uws/provenance/prov_dot.hpp"
#include "uws/provenance/prov_json.hpp"
#include "uws/provenance/prov_n.hpp"
#include "uws/provenance/prov_votable.hpp"
#include "uws/provenance/prov_xml.hpp"
#include "uws/provenance/provsap_page.hpp"

namespace uws::prov {

namespace {

using catalog::prov::Loaded;

std::vector<std::string> asked_nodes(Loaded const& loaded) {
  auto nodes = loaded.activities;
  nodes.insert(nodes.end(), loaded.entities.begin(), loaded.entities.end());
  return nodes;
}

/// More cannot be seen on a page, and takes long to lay out.
constexpr std::size_t most_drawn = 600;

std::string too_many(Picture const& picture) {
  if (picture.nodes.size() <= most_drawn) return {};
  return "a picture of " + std::to_string(picture.nodes.size()) + " nodes is not drawn (" +
         std::to_string(most_drawn) +
         " at most) - ask for less (DEPTH, MEMBERS=0) or for another form (PROV-DOT)";
}

Picture picture_for(ProvsapRequest const& asked, Loaded const& loaded, Places const& places) {
  Picture picture = picture_of(loaded.graph, places, {.asked = asked_nodes(loaded), .flow = asked.flow});
  picture.title = "Provenance of " + engine::joined(asked.ids, ", ");
  return picture;
}

std::string page_of(http::Request const& request, ProvsapRequest const& asked, Loaded const& loaded,
                    Places const& places) {
  Picture picture = picture_for(asked, loaded, places);
  auto const problem = too_many(picture);
  if (!problem.empty()) return provenance_page(request.base_url + places.path, asked, {}, problem);
  lay_out(picture);
  return provenance_page(request.base_url + places.path, asked, to_svg(picture));
}

std::string body_of(http::Request const& request, ProvsapRequest const& asked, Loaded const& loaded,
                    Places const& places) {
  auto const document = [&] { return to_document(loaded.graph, places, asked.model); };
  auto const drawn = [&](auto const& write) {
    Picture picture = picture_for(asked, loaded, places);
    auto const problem = too_many(picture);
    if (!problem.empty()) throw engine::Failure(engine::Fault::bad_request, "ProvSAP: " + problem);
    lay_out(picture);
    return write(picture);
  };
  switch (asked.form.form) {
    case Form::json: return to_json(document());
    case Form::xml: return to_xml(document());
    case Form::provn: return to_provn(document());
    case Form::votable: return to_votable(loaded.graph);
    case Form::svg: return drawn(to_svg);
    case Form::png: return drawn([](Picture const& picture) { return to_png(picture); });
    case Form::dot: return to_dot(picture_for(asked, loaded, places));
    case Form::html: return page_of(request, asked, loaded, places);
  }
  return {};
}

}  // namespace

std::string asker_of(ProvenanceParts const& parts, http::Request const& request) {
  return parts.user_of ? parts.user_of(request) : std::string();
}

Loaded load(ProvenanceParts const& parts, http::Request const& request, ProvsapRequest const& asked) {
  auto const asker = asker_of(parts, request);
  auto walk = asked.walk;
  walk.most_nodes = parts.most_nodes;
  auto lease = parts.pool.take();
  lease->run("SELECT set_config('distill.user', $1, false)", {asker});
  return load_graph(*lease, asker, asked.ids, walk);
}

http::Reply reply_with(http::Request const& request, ProvenanceParts const& parts,
                       ProvsapRequest const& asked, Loaded const& loaded) {
  Places const places{request.base_url, parts.path, parts.authority};
  auto reply = http::with_type(200, asked.form.content_type, body_of(request, asked, loaded, places));
  reply.headers.set("Vary", "Accept");
  reply.headers.set("Cache-Control", "no-cache");  // who asks, and what has been made since, matters
  return reply;
}

void refuse_unknown(std::vector<std::string> const& ids, std::string const& asker) {
  if (ids.empty()) return;
  std::string message = "no provenance is known of: " + engine::joined(ids, ", ");
  message += asker.empty()
                 ? " (there is no such thing, or it is not public) - if it is yours, log in first"
                 : " (there is no such thing, or it belongs to somebody else) - is the identifier complete?";
  throw http::Refusal(404, message);
}

http::Reply provsap_reply(http::Request const& request, ProvenanceParts const& parts) {
  auto const asked = read_provsap(http::parse_parameters(request), request.headers, {}, parts.most_ids);
  if (asked.ids.empty() && asked.form.form == Form::html) {
    auto reply = http::with_type(200, asked.form.content_type,
                                 provenance_page(request.base_url + parts.path, asked, {}));
    reply.headers.set("Vary", "Accept");
    return reply;
  }
  if (asked.ids.empty())
    throw engine::Failure(engine::Fault::bad_request,
                          "ProvSAP: ID is missing - give a job's id, an entity's id or a publisher DID");
  auto const loaded = load(parts, request, asked);
  refuse_unknown(loaded.unknown, asker_of(parts, request));
  return reply_with(request, parts, asked, loaded);
}

}  // namespace uws::prov
