#include "catalog/provenance/record_json.hpp"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

namespace catalog::prov {

namespace {

using Json = nlohmann::json;

/// One row of a table. What is empty or absent is left out, which is NULL there.
class Row {
 public:
  Row& text(char const* column, std::string const& value) {
    return value.empty() ? *this : key(column, value);
  }
  /// For columns where nothing is the empty text.
  Row& key(std::string const& column, std::string value) {
    std::ranges::replace(value, '\0', ' ');  // which PostgreSQL's text cannot hold
    row_[column] = std::move(value);
    return *this;
  }
  Row& owner(std::string const& name, bool open) { return open ? *this : key("owner", name); }
  Row& sum(char const* column, std::string const& value) {
    bool const is_sum =
        value.size() == 64 && value.find_first_not_of("0123456789abcdef") == std::string::npos;
    return is_sum ? key(column, value) : *this;
  }
  template <class Number>
  Row& number(char const* column, std::optional<Number> const& value) {
    if (value && std::isfinite(static_cast<double>(*value))) row_[column] = *value;
    return *this;
  }
  Row& time(char const* column, std::optional<jobs::Instant> const& value) {
    return value ? key(column, jobs::iso_text(*value)) : *this;
  }
  Row& facts(char const* column, Facts const& facts) {
    Row inner;
    for (auto [name, value] : facts) {
      std::ranges::replace(name, '\0', ' ');
      inner.key(name, value);
    }
    return list(column, inner.take());
  }
  Row& list(char const* column, Json items) {
    if (!items.empty()) row_[column] = std::move(items);
    return *this;
  }
  Json take() { return std::move(row_); }

 private:
  Json row_ = Json::object();
};

template <class Items, class Function>
Json rows_of(Items const& items, Function row) {
  Json rows = Json::array();
  for (auto const& item : items) rows.push_back(row(item));
  return rows;
}

Json entity_row(Entity const& e) {
  return Row()
      .key("id", e.id)
      .key("name", e.name.empty() ? e.id : e.name)
      .text("entity_type", e.type)
      .text("location", e.location)
      .time("generated_time", e.generated)
      .time("invalidated_time", e.invalidated)
      .text("invalidated_reason", e.invalidated_reason)
      .text("comment", e.comment)
      .owner(e.owner, e.open)
      .text("obs_collection", e.obs_collection)
      .text("obs_id", e.obs_id)
      .text("obs_publisher_did", e.obs_publisher_did)
      .text("file_name", e.file_name)
      .text("hdu", e.hdu)
      .text("hdu_class", e.hdu_class)
      .number("dataproduct_level", e.level)
      .text("content_type", e.content_type)
      .number("size_bytes", e.size)
      .sum("sha256", e.sha256)
      .text("datasum", e.datasum)
      .sum("content_sum", e.content_sum)
      .time("mtime", e.changed)
      .text("description_id", e.description)
      .facts("attributes", e.facts)
      .take();
}

Json activity_row(Activity const& a) {
  // JSON has no infinities; what is no number was not measured.
  return Row()
      .key("id", a.id)
      .key("name", a.name.empty() ? a.id : a.name)
      .time("start_time", a.started)
      .time("stop_time", a.stopped)
      .time("created", a.created)
      .time("queued", a.queued)
      .time("quote", a.quote)
      .time("destruction", a.destruction)
      .number("execution_duration", a.execution_duration)
      .text("comment", a.comment)
      .text("job_id", a.job_id)
      .text("run_id", a.run_id)
      .owner(a.owner, a.open)
      .text("phase", a.phase)
      .number("attempts", a.attempts)
      .number("exit_code", a.exit_code)
      .number("exit_signal", a.exit_signal)
      .text("error", a.error)
      .number("warnings", a.warnings)
      .text("host", a.host)
      .text("software", a.software)
      .text("version", a.version)
      .text("revision", a.revision)
      .text("command_line", a.command_line)
      .text("seed", a.seed)
      .text("numerical_mode", a.numerical_mode)
      .number("mpi_ranks", a.mpi_ranks)
      .number("threads", a.threads)
      .number("max_rss", a.max_rss)
      .number("cpu_time", a.cpu_time)
      .number("bytes_read", a.bytes_read)
      .number("bytes_written", a.bytes_written)
      .text("recipe_hash", a.recipe_hash)
      .facts("environment", a.facts)
      .text("description_id", a.description)
      .take();
}

Json event_rows(std::vector<Activity> const& activities) {
  Json rows = Json::array();
  for (Activity const& activity : activities)
    for (Event const& event : activity.events)
      rows.push_back(Row()
                         .key("activity_id", activity.id)
                         .key("happened", jobs::iso_text(event.when))
                         .key("event", event.event)
                         .text("comment", event.comment)
                         .take());
  return rows;
}

/// Of usages ("uses") or generations ("makes"): the description of the relation, and of the entity there.
void add_flows(Row& row, ActivityDescription const& description, std::vector<FlowDescription> const& flows,
               std::string const& verb, char const* relation, Json& entities) {
  row.list(relation, rows_of(flows, [&](FlowDescription const& flow) {
             std::string const id = description.id + "/" + verb + "/" + flow.role;
             if (!flow.content_type.empty())
               entities.push_back(Row()
                                      .key("id", id)
                                      .key("name", flow.role)
                                      .text("description", flow.text)
                                      .key("type", "DatasetDescription")
                                      .key("content_type", flow.content_type)
                                      .take());
             return Row()
                 .key("id", id)
                 .key("role", flow.role)
                 .text("type", flow.type)
                 .text("description", flow.text)
                 .text("multiplicity", flow.multiplicity)
                 .text("entity_description_id", flow.content_type.empty() ? "" : id)
                 .take();
           }));
}

Json description_row(ActivityDescription const& d) {
  Row row;
  row.key("id", d.id).key("name", d.name).text("version", d.version).text("description", d.text);
  row.text("docurl", d.docurl).text("type", d.type).text("subtype", d.subtype).text("owner", d.owner);
  Json entities = Json::array();
  add_flows(row, d, d.usages, "uses", "usage_description", entities);
  add_flows(row, d, d.generations, "makes", "generation_description", entities);
  row.list("entity_description", std::move(entities));
  row.list("parameter_description", rows_of(d.parameters, [&d](ParameterDescription const& p) {
             return Row()
                 .key("id", d.id + "/parameters/" + p.name)
                 .key("name", p.name)
                 .text("value_type", p.type)
                 .text("unit", p.unit)
                 .text("ucd", p.ucd)
                 .text("description", p.text)
                 .text("minimum", p.minimum)
                 .text("maximum", p.maximum)
                 .text("options", p.options)
                 .text("default_value", p.default_value)
                 .take();
           }));
  return row.take();
}

char const* word_of(Origin origin) {
  switch (origin) {
    case Origin::user: return "user";
    case Origin::by_default: return "default";
    case Origin::derived: return "derived";
  }
  return "user";
}

void add_relations(Json& record, Graph const& graph) {
  auto const pair = [](char const* one, std::string const& a, char const* other, std::string const& b) {
    return std::move(Row().key(one, a).key(other, b));
  };
  record["used"] = rows_of(graph.used, [&](Used const& u) {
    return pair("activity_id", u.activity, "entity_id", u.entity)
        .key("role", u.role)
        .text("type", u.type)
        .time("happened", u.happened)
        .number("rows_used", u.rows_used)
        .number("rows_rejected", u.rows_rejected)
        .take();
  });
  record["was_generated_by"] = rows_of(graph.generated, [&](Generated const& g) {
    return pair("entity_id", g.entity, "activity_id", g.activity)
        .key("role", g.role)
        .text("type", g.type)
        .time("happened", g.happened)
        .take();
  });
  record["was_derived_from"] = rows_of(graph.derived, [&](Derived const& d) {
    return pair("entity_id", d.entity, "progenitor_id", d.progenitor).take();
  });
  record["was_informed_by"] = rows_of(graph.informed, [&](Informed const& i) {
    return pair("activity_id", i.activity, "informant_id", i.informant).text("reason", i.reason).take();
  });
  record["was_associated_with"] = rows_of(graph.associated, [&](Associated const& a) {
    return pair("activity_id", a.activity, "agent_id", a.agent).key("role", a.role).take();
  });
  record["was_attributed_to"] = rows_of(graph.attributed, [&](Attributed const& a) {
    return pair("entity_id", a.entity, "agent_id", a.agent).key("role", a.role).take();
  });
  record["had_member"] = rows_of(graph.members, [&](Member const& m) {
    return pair("entity_id", m.entity, "member_id", m.member).take();
  });
  record["specialization_of"] = rows_of(graph.specialized, [&](Specialized const& s) {
    return pair("entity_id", s.entity, "general_id", s.general).take();
  });
}

}  // namespace

std::string record_json(Graph const& graph) {
  Json record = Json::object();
  record["agent"] = rows_of(graph.agents, [](Agent const& a) {
    bool const known_kind = a.type == "Person" || a.type == "Organization" || a.type == "SoftwareAgent";
    return Row()
        .key("id", a.id)
        .key("name", a.name.empty() ? a.id : a.name)
        .text("type", known_kind ? a.type : "")
        .text("comment", a.comment)
        .text("email", a.email)
        .text("affiliation", a.affiliation)
        .text("url", a.url)
        .take();
  });
  record["activity_description"] = rows_of(graph.descriptions, description_row);
  record["activity"] = rows_of(graph.activities, activity_row);
  record["activity_event"] = event_rows(graph.activities);
  record["entity"] = rows_of(graph.entities, entity_row);
  record["parameter"] = rows_of(graph.parameters, [](Parameter const& p) {
    return Row()
        .key("activity_id", p.activity)
        .key("name", p.name)
        .key("value", p.value)
        .key("origin", word_of(p.origin))
        .take();
  });
  record["config_file"] = rows_of(graph.config_files, [](ConfigFile const& c) {
    return Row()
        .key("activity_id", c.activity)
        .key("name", c.name)
        .text("location", c.location)
        .text("sha256", c.sha256)
        .text("comment", c.comment)
        .take();
  });
  add_relations(record, graph);
  for (auto member = record.begin(); member != record.end();)
    member = member->empty() ? record.erase(member) : std::next(member);
  return record.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace catalog::prov
