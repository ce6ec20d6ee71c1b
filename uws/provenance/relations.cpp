// The relations of the core model: ProvenanceDM 1.0 section 3.5, PROV-DM section 5.
#include "uws/provenance/document_parts.hpp"

namespace uws::prov {

namespace {

Value said(bool known, Name name) { return known ? name_value(std::move(name)) : Value{}; }

void add_usages(Assembly& a) {
  for (auto const& used : a.graph.used) {
    RecordBuilder record(Kind::used);
    record.argument(name_value(a.names.activity(used.activity)))
        .argument(name_value(a.names.entity(used.entity)))
        .argument(time_value(used.happened))
        .add(Names::prov("role"), used.role)
        .add(Names::voprov("type"), used.type)
        .add(Names::engine("rows_used"), used.rows_used)
        .add(Names::engine("rows_rejected"), used.rows_rejected);
    a.records.push_back(record.take());
  }
}

void add_generations(Assembly& a) {
  for (auto const& made : a.graph.generated) {
    auto const known = a.generated_at.find(made.entity);
    auto const when = made.happened || known == a.generated_at.end() ? made.happened : known->second;
    RecordBuilder record(Kind::was_generated_by);
    record.argument(name_value(a.names.entity(made.entity)))
        .argument(name_value(a.names.activity(made.activity)))
        .argument(time_value(when))
        .add(Names::prov("role"), made.role)
        .add(Names::voprov("type"), made.type);
    a.records.push_back(record.take());
  }
}

/// With the activity where it is known to have used the one and made the other.
void add_derivations(Assembly& a) {
  for (auto const& derived : a.graph.derived) {
    auto const maker = a.generator_of.find(derived.entity);
    bool const known = maker != a.generator_of.end() && a.uses.contains({maker->second, derived.progenitor});
    RecordBuilder record(Kind::was_derived_from);
    record.argument(name_value(a.names.entity(derived.entity)))
        .argument(name_value(a.names.entity(derived.progenitor)))
        .argument(said(known, known ? a.names.activity(maker->second) : Name{}))
        .argument({})
        .argument({});
    a.records.push_back(record.take());
  }
}

void add_invalidations(Assembly& a) {
  for (auto const& entity : a.graph.entities) {
    if (!entity.invalidated || entity.restricted) continue;
    RecordBuilder record(Kind::was_invalidated_by);
    record.argument(name_value(a.names.entity(entity.id)))
        .argument({})
        .argument(time_value(entity.invalidated))
        .add(Names::engine("reason"), entity.invalidated_reason);
    a.records.push_back(record.take());
  }
}

void add_responsibilities(Assembly& a) {
  for (auto const& associated : a.graph.associated) {
    auto const method = a.method_of.find(associated.activity);
    bool const planned = method != a.method_of.end();
    RecordBuilder record(Kind::was_associated_with);
    record.argument(name_value(a.names.activity(associated.activity)))
        .argument(name_value(a.names.agent(associated.agent)))
        .argument(said(planned, planned ? a.names.description(method->second) : Name{}))
        .add(Names::prov("role"), associated.role);
    a.records.push_back(record.take());
  }
  for (auto const& attributed : a.graph.attributed) {
    RecordBuilder record(Kind::was_attributed_to);
    record.argument(name_value(a.names.entity(attributed.entity)))
        .argument(name_value(a.names.agent(attributed.agent)))
        .add(Names::voprov("role"), attributed.role);  // PROV-DM 5.7.2.3 has no role here
    a.records.push_back(record.take());
  }
}

void add_between(Assembly& a, Kind kind, Name first, Name second) {
  RecordBuilder record(kind);
  a.records.push_back(
      record.argument(name_value(std::move(first))).argument(name_value(std::move(second))).take());
}

}  // namespace

void add_relations(Assembly& a) {
  add_usages(a);
  add_generations(a);
  add_derivations(a);
  add_invalidations(a);
  add_responsibilities(a);
  for (auto const& informed : a.graph.informed) {
    RecordBuilder record(Kind::was_informed_by);
    record.argument(name_value(a.names.activity(informed.activity)))
        .argument(name_value(a.names.activity(informed.informant)))
        .add(Names::engine("reason"), informed.reason);
    a.records.push_back(record.take());
  }
  for (auto const& member : a.graph.members)
    add_between(a, Kind::had_member, a.names.entity(member.entity), a.names.entity(member.member));
  for (auto const& special : a.graph.specialized)
    add_between(a, Kind::specialization_of, a.names.entity(special.entity), a.names.entity(special.general));
}

}  // namespace uws::prov
