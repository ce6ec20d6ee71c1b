#include <map>

#include "catalog/provenance/load_rows.hpp"
#include "catalog/provenance/row_reader.hpp"

namespace catalog::prov {

namespace {

using ById = std::map<std::string, ActivityDescription*>;

void add_parameters(pg::Connection& db, std::string const& ids, ById const& descriptions) {
  for (RowReader row(db.run(
           "SELECT activity_description_id, name, value_type, unit, ucd, description, minimum, maximum,"
           " options, default_value FROM store.parameter_description"
           " WHERE activity_description_id = ANY ($1::text[]) ORDER BY activity_description_id, id",
           {ids}));
       row.next();) {
    std::string id;
    ParameterDescription p;
    row >> id >> p.name >> p.type >> p.unit >> p.ucd >> p.text >> p.minimum >> p.maximum >> p.options >>
        p.default_value;
    descriptions.at(id)->parameters.push_back(std::move(p));
  }
}

void add_flows(pg::Connection& db, std::string const& ids, std::string const& table,
               std::vector<FlowDescription> ActivityDescription::*flows, ById const& descriptions) {
  for (RowReader row(db.run(
           "SELECT y.activity_description_id, y.role, y.type, y.description, y.multiplicity, e.content_type"
           " FROM store." +
               table +
               " y LEFT JOIN store.entity_description e ON e.id = y.entity_description_id"
               " WHERE y.activity_description_id = ANY ($1::text[])"
               " ORDER BY y.activity_description_id, y.id",
           {ids}));
       row.next();) {
    std::string id;
    FlowDescription f;
    row >> id >> f.role >> f.type >> f.text >> f.multiplicity >> f.content_type;
    (descriptions.at(id)->*flows).push_back(std::move(f));
  }
}

}  // namespace

void add_descriptions(pg::Connection& db, std::string const& activities, std::string const& user,
                      bool in_full, Graph& graph) {
  for (RowReader row(db.run(
           "SELECT d.id, d.name, d.version, d.description, d.docurl, d.type, d.subtype, d.owner"
           " FROM store.activity_description d"
           " WHERE d.id IN (SELECT t.description_id FROM store.activity t WHERE t.id = ANY ($1::text[]))"
           " AND (d.owner IS NULL OR d.owner = $2) ORDER BY d.id",
           {activities, user}));
       row.next();) {
    ActivityDescription& d = graph.descriptions.emplace_back();
    row >> d.id >> d.name >> d.version >> d.text >> d.docurl >> d.type >> d.subtype >> d.owner;
  }
  if (!in_full) return;
  ById by_id;
  std::vector<std::string> ids;
  for (ActivityDescription& d : graph.descriptions) {
    by_id[d.id] = &d;
    ids.push_back(d.id);
  }
  add_parameters(db, pg::array_text(ids), by_id);
  add_flows(db, pg::array_text(ids), "usage_description", &ActivityDescription::usages, by_id);
  add_flows(db, pg::array_text(ids), "generation_description", &ActivityDescription::generations, by_id);
}

}  // namespace catalog::prov
