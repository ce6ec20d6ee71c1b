#include "catalog/provenance/load_rows.hpp"

#include <map>

#include "catalog/pg/array.hpp"
#include "catalog/provenance/row_reader.hpp"

namespace catalog::prov {

namespace {

std::string instant(std::string const& column) {
  return "floor(extract(epoch FROM " + column + ") * 1000)::bigint";
}

/// A JSON object as two arrays; what is no text stays JSON.
std::string facts(std::string const& column) {
  std::string const each = " FROM jsonb_each_text(CASE WHEN jsonb_typeof(" + column + ") = 'object' THEN " +
                           column + " END) f (k, v) WHERE v IS NOT NULL ORDER BY k)";
  return "ARRAY(SELECT k" + each + ", ARRAY(SELECT v" + each;
}

}  // namespace

std::vector<Entity> entities_of(pg::Connection& db, std::string const& ids) {
  static std::string const query =
      "SELECT id, name, entity_type, location, comment, owner, owner IS NULL, " + instant("generated_time") +
      ", " + instant("invalidated_time") + ", " + instant("mtime") +
      ", invalidated_reason, obs_collection, obs_id, obs_publisher_did, file_name, hdu, hdu_class, "
      "content_type, sha256,"
      " datasum, content_sum, size_bytes, dataproduct_level, description_id, " +
      facts("attributes") + " FROM store.entity WHERE id = ANY ($1::text[]) ORDER BY id";
  std::vector<Entity> found;
  for (RowReader row(db.run(query, {ids})); row.next();) {
    Entity& e = found.emplace_back();
    row >> e.id >> e.name >> e.type >> e.location >> e.comment >> e.owner >> e.open >> e.generated >>
        e.invalidated >> e.changed >> e.invalidated_reason >> e.obs_collection >> e.obs_id >>
        e.obs_publisher_did >> e.file_name >> e.hdu >> e.hdu_class >> e.content_type >> e.sha256 >>
        e.datasum >> e.content_sum >> e.size >> e.level >> e.description >> e.facts;
  }
  return found;
}

std::vector<Activity> activities_of(pg::Connection& db, std::string const& ids) {
  static std::string const query =
      "SELECT id, name, comment, " + instant("start_time") + ", " + instant("stop_time") + ", " +
      instant("created") + ", " + instant("queued") + ", " + instant("quote") + ", " +
      instant("destruction") +
      ", execution_duration, job_id, run_id, owner, owner IS NULL, phase, attempts, warnings, exit_code, "
      "exit_signal,"
      " error, host, software, version, revision, command_line, seed, numerical_mode, mpi_ranks, threads, "
      "max_rss,"
      " bytes_read, bytes_written, cpu_time, recipe_hash, description_id, " +
      facts("environment") + " FROM store.activity WHERE id = ANY ($1::text[]) ORDER BY id";
  std::vector<Activity> found;
  for (RowReader row(db.run(query, {ids})); row.next();) {
    Activity& a = found.emplace_back();
    row >> a.id >> a.name >> a.comment >> a.started >> a.stopped >> a.created >> a.queued >> a.quote >>
        a.destruction >> a.execution_duration >> a.job_id >> a.run_id >> a.owner >> a.open >> a.phase >>
        a.attempts >> a.warnings >> a.exit_code >> a.exit_signal >> a.error >> a.host >> a.software >>
        a.version >> a.revision >> a.command_line >> a.seed >> a.numerical_mode >> a.mpi_ranks >> a.threads >>
        a.max_rss >> a.bytes_read >> a.bytes_written >> a.cpu_time >> a.recipe_hash >> a.description >>
        a.facts;
  }
  return found;
}

void add_events(pg::Connection& db, std::string const& ids, std::vector<Activity>& activities) {
  std::map<std::string, Activity*> by_id;
  for (Activity& activity : activities) by_id[activity.id] = &activity;
  for (RowReader row(
           db.run("SELECT activity_id, " + instant("happened") +
                      ", event, comment FROM store.activity_event WHERE activity_id = ANY ($1::text[])"
                      " ORDER BY activity_id, position",
                  {ids}));
       row.next();) {
    std::string id;
    std::optional<jobs::Instant> when;
    Event event;
    row >> id >> when >> event.event >> event.comment;
    event.when = when.value_or(jobs::Instant{});
    if (auto const found = by_id.find(id); found != by_id.end())
      found->second->events.push_back(std::move(event));
  }
}

void add_configuration(pg::Connection& db, std::string const& activities, Graph& graph) {
  for (RowReader row(db.run("SELECT activity_id, name, value, origin FROM store.parameter"
                            " WHERE activity_id = ANY ($1::text[]) ORDER BY activity_id, position",
                            {activities}));
       row.next();) {
    Parameter& p = graph.parameters.emplace_back();
    std::string origin;
    row >> p.activity >> p.name >> p.value >> origin;
    p.origin = origin == "default"   ? Origin::by_default
               : origin == "derived" ? Origin::derived
                                     : Origin::user;
  }
  for (RowReader row(db.run("SELECT activity_id, name, location, sha256, comment FROM store.config_file"
                            " WHERE activity_id = ANY ($1::text[]) ORDER BY activity_id, name",
                            {activities}));
       row.next();) {
    ConfigFile& c = graph.config_files.emplace_back();
    row >> c.activity >> c.name >> c.location >> c.sha256 >> c.comment;
  }
}

void add_agents(pg::Connection& db, std::string const& entities, std::string const& activities,
                Graph& graph) {
  for (RowReader row(db.run("SELECT activity_id, agent_id, role FROM store.was_associated_with"
                            " WHERE activity_id = ANY ($1::text[]) ORDER BY 1, 2, 3",
                            {activities}));
       row.next();) {
    Associated& a = graph.associated.emplace_back();
    row >> a.activity >> a.agent >> a.role;
  }
  for (RowReader row(db.run("SELECT entity_id, agent_id, role FROM store.was_attributed_to"
                            " WHERE entity_id = ANY ($1::text[]) ORDER BY 1, 2, 3",
                            {entities}));
       row.next();) {
    Attributed& a = graph.attributed.emplace_back();
    row >> a.entity >> a.agent >> a.role;
  }
  std::vector<std::string> ids;
  for (Associated const& a : graph.associated) ids.push_back(a.agent);
  for (Attributed const& a : graph.attributed) ids.push_back(a.agent);
  // Addresses of persons are for the service; the contact of the service is meant to be read.
  for (RowReader row(
           db.run("SELECT id, name, type, comment, CASE WHEN id LIKE 'contact:%' THEN email END, affiliation,"
                  " url FROM store.agent WHERE id = ANY ($1::text[]) ORDER BY id",
                  {pg::array_text(ids)}));
       row.next();) {
    Agent& a = graph.agents.emplace_back();
    row >> a.id >> a.name >> a.type >> a.comment >> a.email >> a.affiliation >> a.url;
  }
}

void add_relations(pg::Connection& db, std::string const& entities, std::string const& activities,
                   Graph& graph) {
  auto const ask = [&](std::string const& query) { return RowReader(db.run(query, {entities, activities})); };
  std::string const e = " = ANY ($1::text[])", a = " = ANY ($2::text[])";
  for (RowReader row =
           ask("SELECT activity_id, entity_id, role, type, rows_used, rows_rejected, " + instant("happened") +
               " FROM store.used WHERE entity_id" + e + " AND activity_id" + a + " ORDER BY 1, 2, 3");
       row.next();) {
    Used& u = graph.used.emplace_back();
    row >> u.activity >> u.entity >> u.role >> u.type >> u.rows_used >> u.rows_rejected >> u.happened;
  }
  for (RowReader row =
           ask("SELECT entity_id, activity_id, role, type, " + instant("happened") +
               " FROM store.was_generated_by WHERE entity_id" + e + " AND activity_id" + a + " ORDER BY 1");
       row.next();) {
    Generated& g = graph.generated.emplace_back();
    row >> g.entity >> g.activity >> g.role >> g.type >> g.happened;
  }
  for (RowReader row(
           db.run("SELECT activity_id, informant_id, reason FROM store.was_informed_by"
                  " WHERE activity_id = ANY ($1::text[]) AND informant_id = ANY ($1::text[]) ORDER BY 1, 2",
                  {activities}));
       row.next();) {
    Informed& i = graph.informed.emplace_back();
    row >> i.activity >> i.informant >> i.reason;
  }
  auto const pairs = [&](std::string const& one, std::string const& table, std::string const& other,
                         auto add) {
    RowReader row(db.run("SELECT " + one + ", " + other + " FROM store." + table + " WHERE " + one + e +
                             " AND " + other + e + " ORDER BY 1, 2",
                         {entities}));
    while (row.next()) {
      std::string left, right;
      row >> left >> right;
      add(std::move(left), std::move(right));
    }
  };
  pairs("entity_id", "was_derived_from", "progenitor_id", [&](std::string l, std::string r) {
    graph.derived.push_back({std::move(l), std::move(r)});
  });
  pairs("entity_id", "had_member", "member_id", [&](std::string l, std::string r) {
    graph.members.push_back({std::move(l), std::move(r)});
  });
  pairs("entity_id", "specialization_of", "general_id", [&](std::string l, std::string r) {
    graph.specialized.push_back({std::move(l), std::move(r)});
  });
}

}  // namespace catalog::prov
