/// The parts of to_document, each for some classes of the graph. Internal.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "uws/provenance/record_builder.hpp"
#include "uws/provenance/to_document.hpp"

namespace uws::prov {

/// What the parts share: the graph, looked up, and the records made so far.
struct Assembly {
  catalog::prov::Graph const& graph;
  Names names;
  Model model;
  std::vector<Record> records{};
  std::set<std::string> collections{};                   ///< entities that have members
  std::set<std::string> descriptions{};                  ///< ids of the activity descriptions that are there
  std::map<std::string, std::string> method_of{};        ///< activity -> its description, if that is there
  std::map<std::string, std::string> generator_of{};     ///< entity -> activity
  std::set<std::pair<std::string, std::string>> uses{};  ///< activity, entity
  std::map<std::string, jobs::Instant> generated_at{};   ///< entity -> when

  bool ivoa() const { return model == Model::ivoa; }
  /// The IVOA's own kind in its model, an entity of a type in W3C's.
  Kind kind(Kind own) const { return ivoa() ? own : Kind::entity; }
};

void add_elements(Assembly& assembly);       ///< entities, activities, agents
void add_relations(Assembly& assembly);      ///< of the core model
void add_descriptions(Assembly& assembly);   ///< descriptions of activities, and their parts
void add_configuration(Assembly& assembly);  ///< parameters and configuration files

/// "isDescribedBy", "wasConfiguredBy": a relation of the IVOA's model, an influence of a type in W3C's.
void add_ivoa_relation(Assembly& assembly, Kind own, Name from, Name to, std::string_view artefact = {});

}  // namespace uws::prov
