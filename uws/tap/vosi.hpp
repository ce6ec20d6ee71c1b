/// The documents in which a TAP service describes itself: VOSI 1.1 with TAPRegExt 1.0 and VODataService 1.1.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "catalog/adql/tables.hpp"

namespace uws {

struct LanguageFeature {
  std::string form, description{};
};
struct LanguageFeatures {
  std::string type;  ///< the part behind '#': "features-udf"
  std::vector<LanguageFeature> features;
};

struct OutputFormat {
  std::string mime;
  std::vector<std::string> aliases{};
  std::string ivo_id{};
};

/// A default and the most a client may ask for.
struct Limit {
  std::int64_t standard = 0, hard = 0;
};

struct TapDescription {
  std::vector<LanguageFeatures> features{};  ///< user-defined functions among them
  std::vector<OutputFormat> formats{};
  Limit rows{}, upload_bytes{};
  Limit retention_s{}, execution_s{};
  /// Identifiers of ways to sign in; an empty one: it works without (VOResource 1.1, securityMethod).
  std::vector<std::string> security_methods{};
};

/// The optional parts of ADQL 2.1 that the translator knows, without the user-defined functions.
std::vector<LanguageFeatures> optional_adql_features();

/// `tap_url` is the base of the service as the client knows it, without a slash at the end.
std::string capabilities_xml(TapDescription const& description, std::string const& tap_url);

enum class TableDetail { names, columns };  ///< VOSI 1.1 section 2.5.1: detail=min, max
std::string tableset_xml(catalog::adql::Tables const& tables, TableDetail detail);
/// One table by its name as TAP_SCHEMA has it, letter case aside; nothing if there is none.
std::optional<std::string> table_xml(catalog::adql::Tables const& tables, std::string_view name);

struct Availability {
  bool available = true;
  std::chrono::system_clock::time_point up_since{};
  std::string note{};
};
std::string availability_xml(Availability const& availability);

}  // namespace uws
