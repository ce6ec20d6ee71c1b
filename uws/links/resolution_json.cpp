#include <nlohmann/json.hpp>

#include "uws/links/name_resolver.hpp"

namespace uws {

namespace {

nlohmann::ordered_json match_json(ResolvedName const& match) {
  nlohmann::ordered_json json{
      {"name", match.name}, {"ra", match.ra}, {"dec", match.dec}, {"resolver", match.resolver}};
  if (!match.type.empty()) json["type"] = match.type;
  if (!match.source.empty()) json["source"] = match.source;
  if (match.resolver == "targets") json["runs"] = match.runs;
  if (!match.answered.empty()) json["answered"] = match.answered;
  return json;
}

}  // namespace

std::string resolution_json(Resolution const& resolution) {
  nlohmann::ordered_json json{
      {"asked", resolution.asked}, {"found", !resolution.matches.empty()}, {"frame", "ICRS"}};
  json["matches"] = nlohmann::ordered_json::array();
  for (ResolvedName const& match : resolution.matches) json["matches"].push_back(match_json(match));
  json["resolvers_asked"] = resolution.resolvers;
  if (resolution.matches.empty()) json["suggestions"] = resolution.suggestions;
  if (!resolution.trouble.empty()) json["trouble"] = resolution.trouble;
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace uws
