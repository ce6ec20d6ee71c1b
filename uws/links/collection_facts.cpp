#include "uws/links/collection_facts.hpp"

namespace uws {

namespace {

constexpr auto facts_sql = R"(
SELECT c.name, c.title, CASE WHEN c.metadata_visible THEN c.schema_name || '.obscore' END, c.authority, c.description, c.subject,
  c.creator, c.publisher, c.contact, c.terms, c.licence, c.licence_url, c.attribution, c.citation, c.bibcode, c.doi,
  c.reference_url, c.data_rights,
  to_char(c.release_date AT TIME ZONE 'UTC', $2), to_char(c.created AT TIME ZONE 'UTC', $2), to_char(c.updated AT TIME ZONE 'UTC', $2),
  d.t_min, d.t_max, d.energy_min, d.energy_max, d.facilities, d.instruments, d.example_did,
  d.runs, d.products, d.livetime
FROM store.collection c, LATERAL (
  SELECT count(*) FILTER (WHERE d.observation_id IS NOT NULL) AS runs, count(*) FILTER (WHERE d.product_id IS NOT NULL) AS products,
    coalesce(sum(d.t_exptime) FILTER (WHERE d.observation_id IS NOT NULL), 0) AS livetime, min(d.t_min) AS t_min, max(d.t_max) AS t_max,
    min(d.energy_min) AS energy_min, max(d.energy_max) AS energy_max, string_agg(DISTINCT d.facility_name, ', ') AS facilities,
    string_agg(DISTINCT d.instrument_name, ', ') AS instruments,
    min(d.obs_publisher_did) FILTER (WHERE d.observation_id IS NOT NULL) AS example_did
  FROM store.dataset d WHERE d.collection_id = c.id
    AND (d.owner IS NULL OR d.owner = nullif(current_setting('distill.user', true), ''))) d
WHERE (SELECT store.visible_collections())[c.id] AND ($1::text IS NULL OR c.name = $1) ORDER BY c.name)";

}  // namespace

std::vector<CollectionFacts> collection_facts(catalog::pg::Connection& connection,
                                              std::optional<std::string> const& name) {
  auto const rows = connection.run(facts_sql, {name, "YYYY-MM-DD\"T\"HH24:MI:SS\"Z\""});
  std::vector<CollectionFacts> all;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    CollectionFacts facts;
    std::size_t column = 0;
    for (std::string CollectionFacts::*member :
         {&CollectionFacts::name,         &CollectionFacts::title,         &CollectionFacts::table_name,
          &CollectionFacts::authority,    &CollectionFacts::description,   &CollectionFacts::subject,
          &CollectionFacts::creator,      &CollectionFacts::publisher,     &CollectionFacts::contact,
          &CollectionFacts::terms,        &CollectionFacts::licence,       &CollectionFacts::licence_url,
          &CollectionFacts::attribution,  &CollectionFacts::citation,      &CollectionFacts::bibcode,
          &CollectionFacts::doi,          &CollectionFacts::reference_url, &CollectionFacts::data_rights,
          &CollectionFacts::release_date, &CollectionFacts::created,       &CollectionFacts::updated,
          &CollectionFacts::t_min,        &CollectionFacts::t_max,         &CollectionFacts::energy_min,
          &CollectionFacts::energy_max,   &CollectionFacts::facilities,    &CollectionFacts::instruments,
          &CollectionFacts::example_did})
      facts.*member = rows.cell(row, column++).value_or("");
    facts.runs = rows.integer(row, column);
    facts.products = rows.integer(row, column + 1);
    facts.livetime_s = rows.real(row, column + 2);
    all.push_back(std::move(facts));
  }
  return all;
}

}  // namespace uws
