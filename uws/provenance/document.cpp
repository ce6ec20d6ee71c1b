#include "uws/provenance/document.hpp"

#include <algorithm>

#include "engine/base/expects.hpp"

namespace uws::prov {

namespace {

// Three are required where PROV-N would otherwise take the second for something else.
std::vector<KindRow> const rows{
    {Kind::activity, "activity", {"startTime", "endTime"}, 0, true},
    {Kind::entity, "entity", {}, 0, true},
    {Kind::agent, "agent", {}, 0, true},
    {Kind::was_generated_by, "wasGeneratedBy", {"entity", "activity", "time"}, 1},
    {Kind::used, "used", {"activity", "entity", "time"}, 1},
    {Kind::was_informed_by, "wasInformedBy", {"informed", "informant"}, 2},
    {Kind::was_derived_from,
     "wasDerivedFrom",
     {"generatedEntity", "usedEntity", "activity", "generation", "usage"},
     2},
    {Kind::was_attributed_to, "wasAttributedTo", {"entity", "agent"}, 2},
    {Kind::was_associated_with, "wasAssociatedWith", {"activity", "agent", "plan"}, 1},
    {Kind::was_invalidated_by, "wasInvalidatedBy", {"entity", "activity", "time"}, 1},
    {Kind::was_influenced_by, "wasInfluencedBy", {"influencee", "influencer"}, 2},
    {Kind::specialization_of, "specializationOf", {"specificEntity", "generalEntity"}, 2, false, false},
    {Kind::had_member, "hadMember", {"collection", "entity"}, 2, false, false},
    {Kind::value_entity, "valueEntity", {}, 0, true},
    {Kind::dataset_entity, "datasetEntity", {}, 0, true},
    {Kind::activity_description, "activityDescription", {"name"}, 0, true},
    {Kind::usage_description, "usageDescription", {"role"}, 0, true},
    {Kind::generation_description, "generationDescription", {"role"}, 0, true},
    {Kind::parameter_description, "parameterDescription", {"name", "valueType"}, 0, true},
    {Kind::parameter, "parameter", {"name", "value"}, 0, true},
    {Kind::config_file, "configFile", {"name", "location"}, 0, true},
    {Kind::is_described_by, "isDescribedBy", {"described", "descriptor"}, 2},
    {Kind::is_related_to, "isRelatedTo", {"related", "relator"}, 2},
    {Kind::was_configured_by, "wasConfiguredBy", {"configured", "configurator", "artefactType"}, 2},
};

}  // namespace

KindRow const& row_of(Kind kind) {
  auto const found =
      std::find_if(rows.begin(), rows.end(), [&](KindRow const& row) { return row.kind == kind; });
  EXPECTS(found != rows.end());
  return *found;
}

std::string text_of(Name const& name) { return name.prefix + ":" + name.local; }

}  // namespace uws::prov
