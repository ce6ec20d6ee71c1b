/// Serves recorded sample graphs until standard input ends, for clients that are not ours: check_provsap.py.
#include <algorithm>
#include <iostream>
#include <thread>

#include "catalog/provenance/record_json.hpp"
#include "catalog/schema/scripts.hpp"
#include "cluster_fixture.hpp"
#include "jobs/memory_store.hpp"
#include "sample_graphs.hpp"
#include "uws/async/job_list.hpp"
#include "uws/http/server.hpp"
#include "uws/provenance/provenance_routes.hpp"

namespace {

constexpr char const* maries = "7Tq2mZb0Xw9KfLcN4hVdYs";
constexpr char const* open_job = "0Open0Open0Open0Open00";
constexpr char const* anonymous_job = "0Anon0Anon0Anon0Anon00";

std::string renamed(std::string text, std::string const& to) {
  for (auto at = text.find(maries); at != std::string::npos; at = text.find(maries, at + to.size()))
    text.replace(at, std::string(maries).size(), to);
  return text;
}

void record(catalog::pg::Connection& db, catalog::prov::Graph const& graph, std::string const& job) {
  db.run("SELECT store.record_provenance($1::jsonb)", {renamed(catalog::prov::record_json(graph), job)});
}

/// Runs are everybody's; the job and its products are the owner's, or everybody's.
catalog::prov::Graph owned(catalog::prov::Graph graph, std::string const& owner, bool open) {
  for (auto& entity : graph.entities) {
    bool const run = entity.type == "DL3";
    entity.owner = run || open ? "" : owner;
    entity.open = run || open;
  }
  for (auto& activity : graph.activities) {
    bool const job = activity.id == maries;
    activity.owner = job && !open ? owner : "";
    activity.open = !job || open;
  }
  return graph;
}

/// A public map made of a private one.
catalog::prov::Graph public_of_private() {
  catalog::prov::Graph graph;
  auto& activity = graph.activities.emplace_back();
  activity.id = activity.job_id = maries;
  activity.name = "smooth";
  activity.phase = "COMPLETED";
  activity.open = true;
  auto& entity = graph.entities.emplace_back();
  entity.id = std::string("ivo://distiller.example/jobs?") + maries + "/smoothed";
  entity.name = "smoothed map";
  entity.type = "image";
  entity.open = true;
  std::string const counts = std::string("ivo://distiller.example/jobs?") + "PRIVATE" + "/counts_image";
  graph.used.push_back({.activity = maries, .entity = counts, .role = "map", .type = "Main"});
  graph.generated.push_back({.entity = entity.id, .activity = maries, .role = "smoothed", .type = "Main"});
  graph.derived.push_back({entity.id, counts});
  return graph;
}

void fill(catalog::pg::Connection& db) {
  record(db, owned(sample::count_map(), "marie", false), maries);
  record(db, owned(sample::many_runs(30), "", true), open_job);
  record(db, owned(sample::count_map(), "", false), anonymous_job);
  auto json = renamed(catalog::prov::record_json(public_of_private()), "0Smooth0Smooth0Smooth0");
  std::string const placeholder = "PRIVATE";
  for (auto at = json.find(placeholder); at != std::string::npos; at = json.find(placeholder))
    json.replace(at, placeholder.size(), maries);
  db.run("SELECT store.record_provenance($1::jsonb)", {json});
}

jobs::Job waiting_job(std::string const& id, std::string const& owner) {
  jobs::Job job;
  job.id = id;
  job.list = "map";
  job.owner = owner;
  return job;
}

}  // namespace

int main() {
  std::string const database = pg_test::fresh_database();
  {
    catalog::pg::Connection connection(database);
    catalog::pg::migrate(connection, catalog::schema::migrations(), catalog::schema::repeatable_scripts());
    fill(connection);
  }
  catalog::pg::Pool pool(database, 4);
  jobs::MemoryStore jobs;
  jobs.add(waiting_job("0Wait0Wait0Wait0Wait00", ""));
  jobs.add(waiting_job("0Hers0Hers0Hers0Hers00", "marie"));
  uws::ProvenanceParts parts{.pool = pool};
  // Whoever says a name is believed: accounts are tested elsewhere.
  parts.user_of = [](uws::http::Request const& request) {
    return std::string(request.headers.find("X-User").value_or(""));
  };
  parts.jobs = &jobs;
  parts.most_nodes = 60;
  uws::http::Router router;
  uws::mount_provsap(router, parts);
  for (auto const& resource : uws::provenance_resources(parts))
    router.add(
        resource.method, "/uws/map/{id}" + resource.path,
        [handler = resource.handler](uws::http::Request const& request, uws::http::Captures const& captures) {
          return handler(uws::JobList{}, request, captures);
        });
  uws::http::Notices notices;
  uws::http::ServerOptions options;
  options.error = [](std::string const& text) { std::cerr << text << '\n'; };
  uws::http::Server server(
      options, [&](uws::http::Request const& request) { return router(request); }, notices);
  std::jthread const serving([&] { server.run(); });
  std::cout << "http://127.0.0.1:" << server.port() << std::endl;
  std::string line;
  while (std::getline(std::cin, line)) {
  }
  server.stop();
}
