#include "sample_graphs.hpp"

namespace sample {

using namespace catalog::prov;

namespace {

jobs::Instant at(std::string const& text) { return *jobs::instant_from(text); }

constexpr char const* job = "7Tq2mZb0Xw9KfLcN4hVdYs";
std::string const products = std::string("ivo://distiller.example/jobs?") + job + "/";

std::string did(int run) { return "ivo://example.org/HESS-DR1?" + std::to_string(run); }

Entity run_entity(int run) {
  Entity entity;
  entity.id = entity.obs_publisher_did = did(run);
  entity.name = "run " + std::to_string(run) + " events";
  entity.type = "DL3";
  entity.location = "data/hess_dl3_dr1_obs_id_0" + std::to_string(run) + ".fits.gz";
  entity.file_name = entity.location.substr(5);
  entity.hdu = "EVENTS";
  entity.content_type = "application/fits";
  entity.size = 414720 + run;
  entity.sha256 = std::string(62, 'a') + std::to_string(run % 90 + 10);
  entity.obs_collection = "HESS-DR1";
  entity.obs_id = std::to_string(run);
  return entity;
}

Activity map_job() {
  Activity activity;
  activity.id = activity.job_id = job;
  activity.name = "map";
  activity.started = at("2026-09-20T10:00:00.123Z");
  activity.stopped = at("2026-09-20T10:00:07.500Z");
  activity.owner = "marie";
  activity.phase = "COMPLETED";
  activity.exit_code = 0;
  activity.host = "node17";
  activity.software = "distill";
  activity.version = "0.3.1";
  activity.revision = "9f31c2a+";
  activity.mpi_ranks = 4;
  activity.threads = 2;
  activity.max_rss = 5'000'000'000;
  activity.cpu_time = 23.25;
  activity.bytes_read = 12345678;
  activity.recipe_hash = std::string(64, '7');
  activity.description = "map/0.3.1";
  activity.facts = {{"compiler", "GCC 12.2.0"}, {"command line", "distill map --emin=0.5 'a b'"}};
  activity.events = {{at("2026-09-20T09:59:00Z"), "QUEUED", ""},
                     {at("2026-09-20T10:00:00.1Z"), "EXECUTING", "node17"}};
  return activity;
}

void add_product(Graph& graph, std::string const& role, std::string const& type,
                 std::string const& generation) {
  Entity entity;
  entity.id = products + role;
  entity.name = role;
  entity.type = type;
  entity.content_type = type == "preview" ? "image/png" : type == "log" ? "text/plain" : "application/fits";
  entity.generated = at("2026-09-20T10:00:06Z");
  entity.size = 83520;
  entity.owner = "marie";
  graph.entities.push_back(entity);
  graph.generated.push_back({entity.id, job, role, generation});
  graph.attributed.push_back({entity.id, "user:marie", "Creator"});
}

ActivityDescription description() {
  ActivityDescription d;
  d.id = "map/0.3.1";
  d.name = "map";
  d.version = "0.3.1";
  d.text = "Counts, exposure and background on a grid of the sky";
  d.docurl = "https://distiller.example/docs/map";
  d.type = "Analysis";
  d.parameters = {{"emin", "double", "TeV", "em.energy", "Least energy", "0.01", "100", "", "0.5"},
                  {"nxpix", "int", "", "meta.number", "Pixels along x", "1", "10000", "", "200"}};
  d.usages = {{"events", "Main", "Event lists", "*", "application/fits"}};
  d.generations = {{"counts_image", "Main", "Counts", "1", "application/fits"}};
  return d;
}

void add_agents(Graph& graph) {
  graph.agents = {
      {"user:marie", "Marie Sk\u0142odowska", "Person", "", "marie@example.org", "", ""},
      {"service:distiller", "Distiller", "SoftwareAgent", "", "", "", "https://distiller.example"},
      {"organisation:hess", "H.E.S.S. Collaboration", "Organization", "", "", "", ""}};
  graph.associated.push_back({job, "user:marie", "Operator"});
  graph.associated.push_back({job, "service:distiller", "Provider"});
}

Graph with_runs(int runs) {
  Graph graph;
  graph.activities.push_back(map_job());
  add_agents(graph);
  for (int run = 23523; run < 23523 + runs; ++run) {
    graph.entities.push_back(run_entity(run));
    graph.used.push_back({job, did(run), "events", "Main", 4000 + run % 100, 17});
    graph.used.push_back({job, did(run), "aeff", "Calibration", {}, {}});
    graph.attributed.push_back({did(run), "organisation:hess", "Creator"});
  }
  for (auto const& [role, type, generation] : {std::tuple{"counts_image", "image", "Main"},
                                               {"exposure", "image", "Main"},
                                               {"preview", "preview", "Preview"},
                                               {"log", "log", "Log"}}) {
    add_product(graph, role, type, generation);
    if (std::string(generation) == "Main")
      for (int run = 23523; run < 23523 + runs; ++run) graph.derived.push_back({products + role, did(run)});
  }
  return graph;
}

}  // namespace

Graph count_map() {
  Graph graph = with_runs(3);
  Entity config;
  config.id = products + "inputs/selection";
  config.name = "selection query";
  config.type = "query";
  config.facts = {{"adql", "SELECT * FROM ivoa.obscore WHERE 1 < 2 AND target_name = 'Crab' AND \"x\" >= 1"}};
  graph.entities.push_back(config);
  graph.used.push_back({job, config.id, "selection", "Setup", {}, {}});
  graph.descriptions.push_back(description());
  graph.parameters = {{job, "emin", "0.5", Origin::user},
                      {job, "nxpix", "200", Origin::by_default},
                      {job, "runs", "23523 23526 23559", Origin::user},
                      {job, "comment", "", Origin::user},
                      {job, "label", "one", Origin::user},
                      {job, "label", "two", Origin::user}};
  graph.config_files = {{job, "job.yaml", "work/job.yaml", std::string(64, 'c'), "All parameters"}};
  return graph;
}

Graph many_runs(int runs) {
  Graph graph = with_runs(runs);
  for (int run = 23523; run < 23523 + runs; ++run) {
    Activity observation, reconstruction;
    observation.id = did(run) + "#observation";
    observation.name = "observation";
    observation.started = at("2004-03-26T02:00:00Z");
    observation.stopped = at("2004-03-26T02:28:00Z");
    reconstruction.id = did(run) + "#reconstruction";
    reconstruction.name = "reconstruction";
    reconstruction.software = "hap";
    reconstruction.version = "18";
    graph.activities.push_back(observation);
    graph.activities.push_back(reconstruction);
    graph.informed.push_back({reconstruction.id, observation.id, "raw data"});
    graph.generated.push_back({did(run), reconstruction.id, "events", "Main"});
    graph.associated.push_back({observation.id, "organisation:hess", "Creator"});
    graph.associated.push_back({reconstruction.id, "organisation:hess", "Creator"});
  }
  return graph;
}

Graph hostile() {
  Graph graph;
  std::vector<std::string> const ids{"a b",
                                     "percent%20and%",
                                     "hash#mark",
                                     "question?mark=1&two=2",
                                     "\"double\"",
                                     "'single'",
                                     "<tag attr='x'>&amp;",
                                     "\u00fcml\u00e4ut \u661f \U0001F30C",
                                     "back\\slash",
                                     "x:y:z",
                                     "[brackets](parens){braces}",
                                     "semi;colon,comma",
                                     "-dash first",
                                     ".dot first and last.",
                                     "tab\tand\nnewline",
                                     "ctrl\x01\x1b",
                                     "broken\xff\xfe utf8",
                                     "http://",
                                     "ivo://auth/coll ection?run #1 100%",
                                     "ivo://auth/coll?",
                                     "ivo://other/COLL?1",
                                     "ivo://third/coll?1",
                                     "https://host.example/a/b?ID=x&y=\"z\"#frag",
                                     "ivo://xml/xml?1",
                                     "ivo://prov/prov?1",
                                     "ivo://1st/2nd?3",
                                     "javascript:alert(1)",
                                     "]]>",
                                     "--><script>alert(1)</script>",
                                     "_:blank",
                                     "job:inner",
                                     "",
                                     std::string(300, 'l')};
  Activity activity;
  activity.id = "evil\"job' <&>";
  activity.name = "<script>alert('x')</script> & \"more\"";
  activity.error = "line one\nline two\r\nwith \\ and \"quotes\" \x07";
  activity.facts = {{"key with blanks & <signs>", "v"},
                    {"1digit", "w"},
                    {"", "x"},
                    {"slash/name", "y"},
                    {"\u00fc", "z"},
                    {"twice", "1"},
                    {"twice", "2"},
                    {"empty", ""}};
  graph.activities.push_back(activity);
  for (auto const& id : ids) {
    Entity entity;
    entity.id = id;
    entity.name = id;
    entity.comment = "of <" + id + "> & co; \"]]>\" \\n";
    entity.type = "DL3\"><x>";
    graph.entities.push_back(entity);
    graph.used.push_back({activity.id, id, "role \"" + id.substr(0, 20) + "\"", "Main", {}, {}});
  }
  graph.agents.push_back({"user:\"><svg onload=alert(1)>", "\"><img src=x onerror=alert(1)>", "Person", "",
                          "", "", "javascript:alert(1)"});
  graph.associated.push_back({activity.id, graph.agents[0].id, "role with \"quotes\""});
  graph.parameters.push_back({activity.id, "p/q r%", "\"]]>' \\ <b>", Origin::user});
  graph.parameters.push_back(
      {activity.id, "long", std::string(5000, 'x') + "\n" + std::string(50, 'y'), Origin::derived});
  return graph;
}

Graph restricted() {
  Graph graph = with_runs(1);
  graph.entities[1].restricted = true;  // nothing else of it must be told
  graph.entities[1].name = graph.entities[1].comment = graph.entities[1].sha256 = "SECRET";
  for (int i = 0; i < 8; ++i) {
    Entity hidden;
    hidden.id = "restricted-" + std::to_string(i);
    hidden.name = hidden.location = hidden.owner = "SECRET";
    hidden.restricted = true;
    hidden.invalidated = at("2026-01-01T00:00:00Z");
    hidden.facts = {{"SECRET", "SECRET"}};
    graph.entities.push_back(hidden);
    graph.used.push_back({job, hidden.id, "events", "Main", {}, {}});
  }
  Activity activity;
  activity.id = "restricted-job";
  activity.restricted = true;
  activity.name = activity.error = activity.host = activity.owner = "SECRET";
  activity.started = at("2026-01-01T00:00:00Z");
  graph.activities.push_back(activity);
  graph.generated.push_back({"restricted-0", activity.id, "", ""});
  graph.truncated = true;
  return graph;
}

Graph failed() {
  Graph graph = with_runs(2);
  Activity first = map_job();
  first.id = first.job_id = "0first";
  first.phase = "ERROR";
  first.exit_code = 30;
  first.error = "cannot read column ENERGY: x.fits row 17 (the file ends early) - is the copy complete?";
  first.started = at("2026-09-19T10:00:00Z");
  first.stopped = at("2026-09-19T10:00:03Z");
  graph.activities.push_back(first);
  graph.used.push_back({first.id, did(23523), "events", "Main", {}, {}});
  graph.used.push_back({first.id, did(23524), "events", "Main", {}, {}});
  graph.informed.push_back({job, first.id, "redo"});
  graph.associated.push_back({first.id, "user:marie", "Operator"});
  Entity old;
  old.id = products + "old";
  old.name = "an older map";
  old.type = "image";
  old.invalidated = at("2026-10-01T00:00:00Z");
  old.invalidated_reason = "wrong effective area";
  graph.entities.push_back(old);
  graph.specialized.push_back({products + "counts_image", old.id});
  Entity list;
  list.id = products + "runs";
  list.name = "2 runs";
  list.type = "collection";
  graph.entities.push_back(list);
  graph.members.push_back({list.id, did(23523)});
  graph.members.push_back({list.id, did(23524)});
  graph.derived.push_back({old.id, list.id});
  return graph;
}

Graph chain(int steps) {
  Graph graph;
  for (int i = 0; i < steps; ++i) {
    std::string const n = std::to_string(i);
    Activity activity;
    activity.id = "job" + n;
    activity.name = "step " + n;
    activity.phase = "COMPLETED";
    graph.activities.push_back(activity);
    for (int k = 0; k < 3; ++k) {
      Entity entity;
      entity.id = "e" + n + "." + std::to_string(k);
      entity.name = "thing " + n + "." + std::to_string(k);
      entity.type = "image";
      graph.entities.push_back(entity);
      graph.generated.push_back({entity.id, activity.id, "out" + std::to_string(k), "Main"});
      if (i + 1 < steps && k != 1)
        graph.used.push_back({"job" + std::to_string(i + 1), entity.id, "in", "Main", {}, {}});
      if (i + 3 < steps && k == 1)
        graph.used.push_back({"job" + std::to_string(i + 3), entity.id, "late", "Main", {}, {}});
    }
  }
  return graph;
}

Graph circle() {
  Graph graph;
  for (std::string const name : {"a", "b", "c"}) {
    Entity entity;
    entity.id = entity.name = name;
    graph.entities.push_back(entity);
  }
  graph.derived = {{"a", "b"}, {"b", "c"}, {"c", "a"}, {"a", "a"}};
  return graph;
}

Graph nothing() { return {}; }

std::map<std::string, Graph> all() {
  return {{"count_map", count_map()},   {"many_runs", many_runs(56)}, {"hostile", hostile()},
          {"restricted", restricted()}, {"failed", failed()},         {"chain", chain(12)},
          {"circle", circle()},         {"nothing", nothing()},       {"large", many_runs(400)}};
}

}  // namespace sample
