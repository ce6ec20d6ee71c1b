/// What is said of a job, whatever became of it.
#include "uws/record/graph_of.hpp"

#include <algorithm>
#include <set>

#include <doctest/doctest.h>

#include "uws/record/record_parts.hpp"

using namespace uws;
using catalog::prov::Graph;
namespace prov = catalog::prov;

namespace {

jobs::Instant at(std::string const& text) { return jobs::instant_from(text).value(); }

jobs::JobType map_type() {
  jobs::JobType type{.name = "map", .version = "0.2.0", .title = "Maps"};
  type.parameters = {{.name = "binsz", .type = "angle", .unit = "deg", .default_value = "0.02"},
                     {.name = "proj", .type = "choice", .default_value = "TAN", .options = {"TAN", "CAR"}},
                     {.name = "threads", .type = "integer", .default_value = "1", .science = false}};
  type.inputs = {{.parameter = "in", .role = "events", .content_type = "application/fits"}};
  type.outputs = {
      {.name = "counts", .role = "counts", .pattern = "*counts.fits", .content_type = "application/fits"},
      {.name = "picture", .role = "picture", .pattern = "*.png", .type = "Preview"}};
  return type;
}

EndedJob map_job(std::size_t runs = 2) {
  EndedJob ended;
  ended.folder = "/srv/results/map/j1";
  ended.type = map_type();
  ended.service = {.authority = "obs.example",
                   .organisation = "An Observatory",
                   .contact_name = "Ada",
                   .version = "0.1.0",
                   .base_url = "https://obs.example"};
  jobs::Job& job = ended.job;
  job.id = "j1";
  job.list = "map";
  job.owner = "alice";
  job.phase = jobs::Phase::completed;
  job.created = at("2026-09-20T10:00:00Z");
  job.queued = at("2026-09-20T10:00:01Z");
  job.started = at("2026-09-20T10:00:02Z");
  job.ended = at("2026-09-20T10:00:09Z");
  job.attempts = 1;
  job.parameters = {{.name = "binsz", .value = "0.05"}};
  job.results = {{.id = "counts.fits",
                  .path = "counts.fits",
                  .mime_type = "application/fits",
                  .size = 2880,
                  .sha256 = std::string(64, 'a')},
                 {.id = "map.png", .path = "map.png", .mime_type = "image/png"},
                 {.id = "log.txt", .path = "log.txt", .mime_type = "text/plain"}};
  for (std::size_t n = 0; n < runs; ++n) {
    std::string const id = std::to_string(1000 + n), file = "/data/hess/run_" + id + ".fits.gz";
    ended.inputs.runs.push_back(
        {.collection = "dr1",
         .obs_id = id,
         .did = "ivo://obs.example/dr1?" + id,
         .events = 100,
         .hdus = {{.type = "events", .hdu_class = "events", .hdu = "EVENTS", .file = file},
                  {.type = "aeff", .hdu_class = "aeff_2d", .hdu = "AEFF", .file = file}}});
    ended.inputs.files.push_back({.path = file, .sha256 = std::string(60, '0') + id, .size = 100});
  }
  ended.order =
      jobs::WorkOrder{.id = "j1",
                      .argv = {"/usr/bin/distill", "map", "in=/srv/results/map/j1/inputs/obs-index.fits",
                               "out=/srv/results/map/j1/.results"}};
  jobs::WorkOutcome outcome;
  outcome.end = jobs::WorkOutcome::End::exited;
  outcome.started = at("2026-09-20T10:00:03Z");
  outcome.ended = at("2026-09-20T10:00:08Z");
  outcome.cpu_seconds = 9.5;
  outcome.max_rss_bytes = 123456;
  outcome.processes = 2;
  outcome.threads = 4;
  outcome.hosts = {"node1", "node2"};
  outcome.facts = {{"slurm_job_id", "4711"}};
  ended.outcome = outcome;
  return ended;
}

template <class Items, class Member>
std::set<std::string> all_of(Items const& items, Member member) {
  std::set<std::string> words;
  for (auto const& item : items) words.insert(std::invoke(member, item));
  return words;
}

prov::Used const& used(Graph const& graph, std::string const& entity) {
  auto const found = std::ranges::find(graph.used, entity, &prov::Used::entity);
  REQUIRE(found != graph.used.end());
  return *found;
}

/// Every name that a relation mentions is a node of the graph; nothing is said twice.
void check_whole(Graph const& graph) {
  auto const entities = all_of(graph.entities, &prov::Entity::id),
             activities = all_of(graph.activities, &prov::Activity::id),
             agents = all_of(graph.agents, &prov::Agent::id);
  CHECK(entities.size() == graph.entities.size());
  for (auto const& u : graph.used) CHECK((activities.contains(u.activity) && entities.contains(u.entity)));
  for (auto const& g : graph.generated)
    CHECK((activities.contains(g.activity) && entities.contains(g.entity)));
  for (auto const& d : graph.derived)
    CHECK((entities.contains(d.entity) && entities.contains(d.progenitor) && d.entity != d.progenitor));
  for (auto const& m : graph.members) CHECK((entities.contains(m.entity) && entities.contains(m.member)));
  for (auto const& a : graph.associated) CHECK((activities.contains(a.activity) && agents.contains(a.agent)));
  for (auto const& a : graph.attributed) CHECK((entities.contains(a.entity) && agents.contains(a.agent)));
  for (auto const& a : graph.activities) {
    if (a.started && a.stopped) CHECK(*a.started <= *a.stopped);
    CHECK(std::ranges::is_sorted(a.events, {}, &prov::Event::when));
  }
}

}  // namespace

TEST_CASE("a job on a cluster says where, with what, and why, under names of the cluster's own") {
  EndedJob ended = map_job();
  ended.order->nodes = 2;
  ended.order->parts = 8;
  ended.order->run = 3;
  ended.order->role = "astronomer";
  ended.order->resources_reason = "an array of 8 parts";
  ended.outcome->facts = {{"os", "Debian"},          {"slurm_job_id", "4711"}, {"slurm_array_task", "5"},
                          {"partition", "long"},     {"account", "gamma"},     {"node_list", "n1,n2"},
                          {"elapsed_seconds", "12"}, {"exit_status", "0"},     {"expected_start", "soon"}};
  auto const facts = graph_of(ended).activities.front().facts;
  auto const said = [&facts](std::string const& name) -> std::string {
    auto const place = std::ranges::find(facts, name, &prov::Facts::value_type::first);
    return place == facts.end() ? "(not said)" : place->second;
  };
  CHECK(said("os") == "Debian");
  CHECK(said("slurm_job_id") == "4711");
  CHECK(said("slurm_partition") == "long");
  CHECK(said("slurm_account") == "gamma");
  CHECK(said("slurm_node_list") == "n1,n2");
  CHECK(said("slurm_elapsed_seconds") == "12");
  CHECK(said("slurm_exit_status") == "0");
  // Which task gathered, and when it would have started, is nothing that was done.
  for (char const* const name : {"account", "partition", "slurm_array_task", "expected_start"})
    CHECK(said(name) == "(not said)");
  CHECK(said("resources_reason") == "an array of 8 parts");
  CHECK(said("nodes") == "2");
  CHECK(said("parts") == "8");
  CHECK(said("batches") == "3");
  CHECK(said("owner_role") == "astronomer");
}

TEST_CASE("words that clusters use too are left alone on the service's own machine") {
  EndedJob ended = map_job();
  ended.outcome->facts = {{"account", "savings"}};
  auto const facts = graph_of(ended).activities.front().facts;
  CHECK(std::ranges::count(facts, "account", &prov::Facts::value_type::first) == 1);
  CHECK(std::ranges::count(facts, "nodes", &prov::Facts::value_type::first) == 0);
}

TEST_CASE("a job that went well: what it was, what it used, what it made, and who answers for it") {
  Graph const graph = graph_of(map_job());
  check_whole(graph);
  prov::Activity const& a = graph.activities.front();
  CHECK(a.id == "j1");
  CHECK(a.phase == "COMPLETED");
  CHECK(a.exit_code == 0);
  CHECK(a.started == at("2026-09-20T10:00:03Z"));  // of the process, not of the job
  CHECK(a.host == "node1,node2");
  CHECK(a.mpi_ranks == 2);
  CHECK(a.command_line == "distill map in=inputs/obs-index.fits out=.results");
  CHECK(std::ranges::count(a.facts, std::pair<std::string, std::string>("slurm_job_id", "4711")) == 1);
  CHECK(a.events.size() == 4);
  CHECK(all_of(graph.used, &prov::Used::role) == std::set<std::string>{"events", "aeff"});
  CHECK(used(graph, "ivo://obs.example/dr1?1000").type == "Main");
  CHECK(used(graph, "ivo://obs.example/dr1?1000#aeff").type == "Calibration");
  CHECK(all_of(graph.generated, &prov::Generated::entity) ==
        std::set<std::string>{"ivo://obs.example/jobs?j1/counts.fits", "ivo://obs.example/jobs?j1/map.png",
                              "ivo://obs.example/jobs?j1/log.txt"});
  CHECK(all_of(graph.generated, &prov::Generated::type) == std::set<std::string>{"Main", "Preview", "Log"});
  CHECK(graph.derived.size() ==
        3);  // counts from two runs, the picture from the counts, the log from nothing
  CHECK(all_of(graph.associated, &prov::Associated::role) == std::set<std::string>{"Operator", "Provider"});
  CHECK(all_of(graph.attributed, &prov::Attributed::role) ==
        std::set<std::string>{"Creator", "Publisher", "Contact"});
  for (prov::Entity const& e : graph.entities) CHECK(e.owner == "alice");
  for (prov::Entity const& e : graph.entities) CHECK(e.file_name.find('/') == std::string::npos);
}

TEST_CASE("every parameter is there, with where it came from; how to run is not science") {
  Graph const graph = graph_of(map_job());
  REQUIRE(graph.parameters.size() == 2);
  CHECK(graph.parameters[0].value == "0.05");
  CHECK(graph.parameters[0].origin == prov::Origin::user);
  CHECK(graph.parameters[1].name == "proj");
  CHECK(graph.parameters[1].origin == prov::Origin::by_default);
  EndedJob other = map_job();
  other.job.parameters.front().value = "0.06";
  CHECK(graph_of(other).config_files.front().sha256 != graph.config_files.front().sha256);
  other = map_job();
  std::ranges::reverse(other.type->parameters);
  CHECK(graph_of(other).config_files.front().sha256 == graph.config_files.front().sha256);
}

TEST_CASE("more than a hundred runs are one collection, whose sum does not depend on their order") {
  EndedJob job = map_job(101);
  Graph const graph = graph_of(job);
  check_whole(graph);
  REQUIRE(graph.used.size() == 1);
  CHECK(graph.used.front().entity == "ivo://obs.example/jobs?j1/runs");
  auto const members = std::ranges::count(graph.members, graph.used.front().entity, &prov::Member::entity);
  CHECK(members == 101);
  auto const sum_in = [](Graph const& g) {
    return std::ranges::find(g.entities, "collection", &prov::Entity::type)->sha256;
  };
  std::ranges::reverse(job.inputs.runs);
  CHECK(sum_in(graph_of(job)) == sum_in(graph));
  job.inputs.files.front().sha256 = std::string(64, 'f');
  CHECK(sum_in(graph_of(job)) != sum_in(graph));
  CHECK(graph.derived.size() == 2);
  CHECK(graph_of(map_job(100)).used.size() == 200);
}

TEST_CASE("what the program says it read counts more than what it was given") {
  EndedJob job = map_job(3);
  job.report.emplace();
  job.report->software = "Distiller";
  job.report->version = "0.2.0";
  job.report->revision = "abc+";
  job.report->skipped = 1;
  job.report->products = {{.name = "counts.fits",
                           .role = "counts_image",
                           .type = "Main",
                           .content_sum = std::string(64, 'c'),
                           .datasum = "42"}};
  job.report->runs = {
      {.obs_id = "1000", .tables = {{.role = "events", .rows = 100, .rows_used = 40}}},
      {.obs_id = "x", .did = "ivo://obs.example/dr1?1002", .tables = {{.role = "events"}, {.role = "aeff"}}}};
  job.report->parameters = {
      {.name = "binsz", .value = "0.05", .origin = "user"},
      {.name = "nxpix", .value = "200", .origin = "derived"},
      {.name = "in", .value = "/srv/results/map/j1/inputs/x.fits", .origin = "user", .science = false}};
  Graph const graph = graph_of(job);
  check_whole(graph);
  CHECK(all_of(graph.used, &prov::Used::entity) == std::set<std::string>{"ivo://obs.example/dr1?1000",
                                                                         "ivo://obs.example/dr1?1002",
                                                                         "ivo://obs.example/dr1?1002#aeff"});
  CHECK(used(graph, "ivo://obs.example/dr1?1000").rows_used == 40);
  CHECK(used(graph, "ivo://obs.example/dr1?1000").rows_rejected == 60);
  CHECK(graph.activities.front().version == "0.2.0");
  CHECK(graph.activities.front().warnings == 1);
  auto const product =
      std::ranges::find(graph.entities, "ivo://obs.example/jobs?j1/counts.fits", &prov::Entity::id);
  CHECK(product->content_sum == std::string(64, 'c'));
  CHECK(product->level == 4);
  CHECK(all_of(graph.parameters, &prov::Parameter::name) == std::set<std::string>{"binsz", "nxpix", "proj"});
}

TEST_CASE("sums measured after the run replace what the catalogue said") {
  EndedJob job = map_job(1);
  job.outcome->inputs = {{.path = job.inputs.files.front().path, .sha256 = std::string(64, 'e'), .size = 7}};
  Graph const graph = graph_of(job);
  CHECK(graph.entities.front().sha256 == std::string(64, 'e'));
}

TEST_CASE("uploads, products of other jobs and the query that chose the runs are inputs of their kinds") {
  EndedJob job = map_job(1);
  job.inputs.documents = {{.parameter = "region",
                           .role = "region",
                           .name = "crab.reg",
                           .file = {.path = "/srv/results/map/j1/uploads/2-crab.reg"}},
                          {.parameter = "in",
                           .role = "events",
                           .entity_id = "ivo://obs.example/jobs?j0/events.fits",
                           .name = "events.fits"}};
  job.inputs.query = catalog::InputQuery{
      .adql = "SELECT *", .when = at("2026-09-20T10:00:00Z"), .rows = 1, .answer = "inputs/selection.vot"};
  Graph const graph = graph_of(job);
  check_whole(graph);
  CHECK(used(graph, "ivo://obs.example/jobs?j1/uploads/2").type == "Setup");
  CHECK(used(graph, "ivo://obs.example/jobs?j0/events.fits").type == "Main");
  CHECK(used(graph, "ivo://obs.example/jobs?j1/selection").role == "selection_query");
  CHECK(std::ranges::count(graph.derived, "ivo://obs.example/jobs?j0/events.fits",
                           &prov::Derived::progenitor) == 1);
  CHECK(std::ranges::count(graph.derived, "ivo://obs.example/jobs?j1/selection",
                           &prov::Derived::progenitor) == 0);
}

TEST_CASE("jobs that never ran, failed, or are of no type have their records too") {
  for (jobs::Phase const phase :
       {jobs::Phase::aborted, jobs::Phase::error, jobs::Phase::completed, jobs::Phase::archived})
    for (std::string const list : {"tap", "soda", "map", "gone"}) {
      EndedJob ended;
      ended.job.id = "j2";
      ended.job.list = list;
      ended.job.phase = phase;
      ended.job.created = at("2026-09-20T10:00:00Z");
      ended.job.ended = at("2026-09-20T10:00:00Z");
      ended.job.parameters = {{.name = "QUERY", .value = "SELECT TOP 1 * FROM ivoa.obscore"}};
      ended.job.error = jobs::ErrorSummary{.message = "it failed"};
      Graph const graph = graph_of(ended);
      check_whole(graph);
      prov::Activity const& a = graph.activities.front();
      CHECK_FALSE(a.started.has_value());
      CHECK(a.error == "it failed");
      CHECK(a.phase == (phase == jobs::Phase::archived ? "" : jobs::uws_name(phase)));
      CHECK(a.owner.empty());
      CHECK_FALSE(a.open);
      CHECK(graph.parameters.front().value == "SELECT TOP 1 * FROM ivoa.obscore");
      CHECK(graph.descriptions.front().id == a.description);
      CHECK_FALSE(graph.associated.empty());
      ended.service.anonymous_is_public = true;
      CHECK(graph_of(ended).activities.front().open);
      ended.job.owner = "alice";
      CHECK_FALSE(graph_of(ended).activities.front().open);
    }
}

TEST_CASE("a killed process is told by its signal, an earlier job by its name, a proposal by its author") {
  EndedJob job = map_job();
  job.job.phase = jobs::Phase::aborted;
  job.outcome->end = jobs::WorkOutcome::End::killed;
  job.outcome->status = 15;
  job.job.parameters.push_back({.name = "PROVENANCE", .value = "j0"});
  job.type->state = jobs::TypeState::pending;
  Graph const graph = graph_of(job);
  CHECK(graph.activities.front().exit_signal == 15);
  CHECK_FALSE(graph.activities.front().exit_code.has_value());
  REQUIRE(graph.informed.size() == 1);
  CHECK(graph.informed.front().informant == "j0");
  CHECK(graph.informed.front().reason == "redo");
  CHECK(graph.descriptions.front().owner == "alice");
  CHECK(graph.descriptions.front().id.find("alice") != std::string::npos);
}

TEST_CASE("a cut of a dataset used it") {
  EndedJob ended;
  ended.job.id = "j3";
  ended.job.list = "soda";
  ended.job.phase = jobs::Phase::completed;
  ended.job.parameters = {{.name = "ID", .value = "ivo://obs.example/dr1?1"},
                          {.name = "ID", .value = "ivo://obs.example/dr1?1"}};
  ended.job.results = {{.id = "result", .path = "cut.fits"}};
  Graph const graph = graph_of(ended);
  CHECK(graph.used.size() == 1);
  CHECK(graph.derived.size() == 1);
  CHECK(graph.entities.size() == 1);  // the dataset itself is the catalogue's to describe
}

TEST_CASE("folders of the machine are left out of texts, URLs are not") {
  std::filesystem::path const folder = "/srv/results/map/j1";
  CHECK(without_folders("/usr/bin/distill", folder) == "distill");
  CHECK(without_folders("in=/srv/results/map/j1/inputs/a.fits out=/tmp/x/", folder) ==
        "in=inputs/a.fits out=");
  CHECK(without_folders("a,/b/c.fits,/d/e.fits", folder) == "a,c.fits,e.fits");
  CHECK(without_folders("ivo://obs/dr1?1 and https://a/b", folder) == "ivo://obs/dr1?1 and https://a/b");
  CHECK(without_folders("1/2 km/s", folder) == "1/2 km/s");
  for (std::string const odd : {"/", "//", "=/", "", "'/"}) CHECK_NOTHROW(without_folders(odd, {}));
}
