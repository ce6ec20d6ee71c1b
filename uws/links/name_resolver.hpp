/// Where is the source of that name? Asked in order: the targets of the catalogue, the table of known
/// sources, Sesame.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "uws/http/message.hpp"
#include "uws/links/link_parts.hpp"

namespace uws {

struct ResolvedName {
  std::string name;
  double ra = 0, dec = 0;  ///< ICRS degrees
  std::string resolver;    ///< targets, sources, sesame
  std::string type{};
  std::string source{};    ///< whose position it is, for people
  std::int64_t runs = 0;   ///< of the catalogue that have this target
  std::string answered{};  ///< ISO 8601 UTC: when Sesame said so; empty for the others
};

struct Resolution {
  std::string asked;
  std::vector<ResolvedName> matches{};     ///< the first is the one to take
  std::vector<std::string> resolvers{};    ///< who was asked
  std::vector<std::string> suggestions{};  ///< names that are known and similar, if nothing was found
  std::string trouble{};                   ///< why Sesame could not be asked
};

/// The session's user decides which targets are known. Only Sesame's answers are cached, with their date.
Resolution resolve_name(std::string const& name, LinkParts const& parts, std::string const& user);

std::string resolution_json(Resolution const& resolution);

/// ?name=...: 200 with the matches, or 404 with suggestions; JSON both.
http::Reply resolve_reply(http::Request const& request, LinkParts const& parts);

}  // namespace uws
