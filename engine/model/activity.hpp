/// What only the service that runs a job knows of it; nothing of it changes what a product says about the
/// sky.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace engine {

struct ActivityContact {
  std::string name, organization, email;
};

/// CTAO reference metadata: the workflow that the job is part of. Types: Observation, Simulation, Other.
struct ActivityProcess {
  std::string type, subtype, id;
};

struct ActivityInstrument {
  std::string site, hardware_class, type, subtype, version, id;
};

struct ActivityAgent {
  std::string id;    ///< a URI
  std::string name;  ///< for people
  std::string type;  ///< Individual, Organization, SoftwareAgent
  std::string role;  ///< Operator, Provider, Publisher, Creator, ... (IVOA ProvenanceDM 1.0, table 4)
};

/// A file that the service knows, or one run in it.
struct KnownInput {
  std::string file;
  std::optional<std::int64_t> observation{};
  std::string did, sha256;
};

/// Empty texts: not said.
struct Activity {
  std::string id;
  std::string id_namespace;                          ///< URI that the id is appended to in PROV documents
  std::string start;                                 ///< UTC, ISO 8601 with Z
  std::string provurl;                               ///< "{name}" stands for the name of the product
  std::string product_id;                            ///< of every product, with "{name}",
  std::map<std::string, std::string> product_ids{};  ///< or by name, which wins
  ActivityContact contact{};
  ActivityProcess process{};
  ActivityInstrument instrument{};
  std::vector<ActivityAgent> agents{};
  std::vector<KnownInput> inputs{};
};

/// Both for a product's file name; empty if not said.
std::string product_id_of(Activity const& activity, std::string const& name);
std::string provurl_of(Activity const& activity, std::string const& name);

}  // namespace engine
