/// Identifiers as qualified names, which every id in a PROV document must be.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace engine {

class ProvNames {
 public:
  /// Prefixes that a document has in any case.
  explicit ProvNames(std::map<std::string, std::string> fixed) : prefixes_(std::move(fixed)) {}

  /// "ivo://example/hess-dr1?23523" as "ns1:23523": split behind the first '?' of an ivo id, else behind the
  /// last of
  /// "/#?=". Characters that no URI has are percent-encoded.
  std::string of_uri(std::string_view uri);
  /// The same for an id below a namespace that the caller knows.
  std::string in(std::string const& uri_namespace, std::string_view local);
  std::map<std::string, std::string> const& prefixes() const { return prefixes_; }

 private:
  std::string prefix_of(std::string const& uri_namespace);
  std::map<std::string, std::string> prefixes_;  ///< prefix -> URI
  int made_ = 0;
};

bool is_uri(std::string_view text);  ///< has a scheme

}  // namespace engine
