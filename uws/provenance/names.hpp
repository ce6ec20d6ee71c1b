/// From the identifiers of the database to qualified names, and the namespaces that this takes.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "uws/provenance/document.hpp"

namespace uws::prov {

/// Where things are found here.
struct Places {
  std::string base_url{};         ///< of the service, no slash at the end
  std::string path = "/provsap";  ///< of ProvSAP below it
  std::string authority{"distiller.example"};
  /// The page of a thing: ProvSAP with its identifier.
  std::string page_of(std::string_view id) const;
};

/// Identifiers that are URIs keep theirs, split into namespace and local part behind "?" (ivo), or behind the
/// last of
/// "/#?=". Others (job ids) become <service>/provsap?ID=<id>, so that they can be looked up. The same
/// identifiers in the same order give the same prefixes.
class Names {
 public:
  explicit Names(Places const& places);

  /// Settles the prefix for an id that is a URI. To be called first, in a fixed order.
  void reserve(std::string_view id);

  Name activity(std::string_view id) { return name_of(id, "job"); }
  Name entity(std::string_view id) { return name_of(id, "item"); }
  Name agent(std::string_view id) { return name_of(id, "agent"); }
  Name description(std::string_view id) { return name_of(id, "method"); }
  /// "<parent>/<word>/<part>"
  static Name below(Name const& parent, std::string_view word, std::string_view part);
  /// A word of the IVOA's model, of UWS, of PROV itself; of ours. Anything but letters, digits, '_' becomes
  /// '_'.
  static Name voprov(std::string_view word) { return {"voprov", std::string(word)}; }
  static Name uws(std::string_view word) { return {"uws", std::string(word)}; }
  static Name prov(std::string_view word) { return {"prov", std::string(word)}; }
  static Name engine(std::string_view word);

  /// Those in use, and those that every document has; by prefix.
  std::vector<std::pair<std::string, std::string>> namespaces() const;

 private:
  Name name_of(std::string_view id, std::string const& home);
  std::string prefix_of(std::string const& uri);

  std::map<std::string, std::string> fixed_, used_;  ///< prefix -> URI
  std::map<std::string, std::string> prefixes_{};    ///< URI -> prefix
};

/// The characters of a URI as they are, all other bytes percent-encoded (RFC 3986 section 2, RFC 3987
/// section 3.1). `escapes`: "%41" is an escape already, not a per cent sign.
enum class Escapes { none, kept };
std::string uri_characters(std::string_view text, Escapes escapes);

/// Fit for XML 1.0: controls and broken UTF-8 become U+FFFD.
std::string clean_text(std::string_view text);

}  // namespace uws::prov
