#include "provenance_example.hpp"

#include "catalog/provenance/record_json.hpp"
#include "example.hpp"

namespace provenance_test {

namespace prov = catalog::prov;

std::string sum_of(std::string const& word) {
  std::string sum;
  for (std::size_t i = 0; i < 64; ++i)
    sum += "0123456789abcdef"[(std::hash<std::string>{}(word) >> (i % 16 * 4)) & 15];
  return sum;
}

std::string product_id(std::string const& job, std::string const& name) {
  return "ivo://distill.example/jobs?" + job + "/" + name;
}

namespace {

jobs::Instant at(std::string const& text) { return jobs::instant_from(text).value(); }

prov::Activity activity(std::string const& id, std::string const& owner) {
  prov::Activity a;
  a.id = a.job_id = id;
  a.name = "map";
  a.owner = owner;
  a.phase = "COMPLETED";
  a.created = at("2026-09-20T10:00:00Z");
  a.started = at("2026-09-20T10:00:01Z");
  a.stopped = at("2026-09-20T10:00:07.5Z");
  a.exit_code = 0;
  a.description = "map/0.2.0";
  a.facts = {{"compiler", "GCC 12.2"}};
  a.events = {{*a.created, "PENDING", ""}, {*a.stopped, "COMPLETED", ""}};
  return a;
}

prov::Entity input(std::string const& id, std::string const& owner) {
  prov::Entity e;
  e.id = id;
  e.name = "run";
  e.type = "DL3";
  e.owner = owner;
  e.sha256 = sum_of(id);
  std::size_t const slash = id.rfind('/'), mark = id.find('?');
  if (mark != std::string::npos && slash < mark) {
    e.obs_collection = id.substr(slash + 1, mark - slash - 1);
    e.obs_id = id.substr(mark + 1);
    e.obs_publisher_did = id;
  }
  return e;
}

void add_product(prov::Graph& graph, std::string const& name, std::string const& type,
                 std::string const& owner) {
  prov::Activity const& job = graph.activities.front();
  prov::Entity e;
  e.id = product_id(job.id, name);
  e.name = name;
  e.type = type == "Log" ? "log" : "DL4";
  e.owner = owner;
  e.generated = job.stopped;
  e.sha256 = sum_of(e.id);
  graph.generated.push_back({.entity = e.id, .activity = job.id, .role = name, .type = type});
  graph.entities.push_back(std::move(e));
}

}  // namespace

prov::Graph job_graph(std::string const& id, std::string const& owner,
                      std::vector<std::string> const& inputs) {
  prov::Graph graph;
  graph.activities.push_back(activity(id, owner));
  prov::ActivityDescription description{
      .id = "map/0.2.0", .name = "map", .version = "0.2.0", .type = "Analysis"};
  description.parameters = {{.name = "binsz", .type = "double", .unit = "deg"}};
  description.usages = {{.role = "events", .type = "Main", .content_type = "application/fits"}};
  graph.descriptions.push_back(description);
  for (std::string const& one : inputs) {
    if (one.find("/jobs?") == std::string::npos) graph.entities.push_back(input(one, owner));
    graph.used.push_back({.activity = id,
                          .entity = one,
                          .role = "events",
                          .type = "Main",
                          .rows_used = 900,
                          .rows_rejected = 100});
    graph.derived.push_back({product_id(id), one});
  }
  add_product(graph, "map.fits", "Main", owner);
  add_product(graph, "log.txt", "Log", owner);
  graph.agents = {{.id = "user:" + owner, .name = owner, .type = "Person"},
                  {.id = "service:x", .name = "Distiller", .type = "SoftwareAgent"}};
  graph.associated = {{id, "user:" + owner, "Operator"}, {id, "service:x", "Provider"}};
  graph.attributed = {{product_id(id), "user:" + owner, "Creator"}};
  graph.parameters = {{id, "binsz", "0.02", prov::Origin::user},
                      {id, "proj", "TAN", prov::Origin::by_default}};
  graph.config_files = {{id, "parameters", "", sum_of("parameters"), ""}};
  return graph;
}

void record(catalog::pg::Connection& db, prov::Graph const& graph) {
  db.run("SELECT store.record_provenance($1::jsonb)", {prov::record_json(graph)});
}

std::string everything(catalog::pg::Connection& db) {
  std::string all;
  for (char const* const name :
       {"agent", "activity_description", "usage_description", "parameter_description", "entity_description",
        "activity", "activity_event", "entity", "used", "was_generated_by", "was_derived_from",
        "was_informed_by", "was_associated_with", "was_attributed_to", "had_member", "specialization_of",
        "parameter", "config_file", "lineage"}) {
    std::string const rows = schema_test::table(
        db, std::string("SELECT to_jsonb(t) FROM store.") + name + " t ORDER BY to_jsonb(t)::text");
    all += std::string(name) + "\n" + rows + "\n";
  }
  return all;
}

std::string problems(catalog::pg::Connection& db) {
  return schema_test::table(
      db, "SELECT problem, subject, other FROM store.provenance_problems() ORDER BY 1, 2, 3 LIMIT 20");
}

}  // namespace provenance_test
