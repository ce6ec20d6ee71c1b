// Entities, activities and agents: ProvenanceDM 1.0 sections 3.2 to 3.4.
#include "uws/provenance/document_parts.hpp"

namespace uws::prov {

namespace {

namespace data = catalog::prov;

void add_facts(RecordBuilder& record, data::Facts const& facts) {
  for (auto const& [name, value] : facts) record.add(Names::engine(name), value);
}

/// That there is such a thing, and nothing else.
Record restricted(Kind kind, Name id, std::string_view type) {
  RecordBuilder record(kind, std::move(id));
  if (kind == Kind::activity) record.argument(time_value({})).argument(time_value({}));
  return record.label("restricted").type(Names::voprov(type)).add(Names::voprov("name"), "restricted").take();
}

void add_file(RecordBuilder& record, data::Entity const& entity) {
  record.add(Names::voprov("contentType"), entity.content_type)
      .add(Names::engine("file_name"), entity.file_name)
      .add(Names::engine("hdu"), entity.hdu)
      .add(Names::engine("size"), entity.size)
      .add(Names::engine("sha256"), entity.sha256)
      .add(Names::engine("datasum"), entity.datasum)
      .add(Names::engine("content_sum"), entity.content_sum)
      .add(Names::engine("hdu_class"), entity.hdu_class)
      .add(Names::engine("changed"), entity.changed);
}

Record entity_record(Assembly& assembly, data::Entity const& entity) {
  Name id = assembly.names.entity(entity.id);
  if (entity.restricted) return restricted(Kind::entity, std::move(id), "Entity");
  RecordBuilder record(assembly.kind(Kind::dataset_entity), std::move(id));
  record.label(entity.name.empty() ? entity.id : entity.name).type(Names::voprov("DatasetEntity"));
  if (assembly.collections.contains(entity.id)) record.type(Names::prov("Collection"));
  record.add(Names::prov("location"), entity.location)
      .add(Names::voprov("name"), entity.name)
      .add(Names::voprov("comment"), entity.comment)
      .add(Names::voprov("generatedAtTime"), entity.generated)
      .add(Names::voprov("invalidatedAtTime"), entity.invalidated)
      .add(Names::engine("invalidated_reason"), entity.invalidated_reason)
      .add(Names::engine("type"), entity.type)
      .add(Names::engine("dataproduct_level"), entity.level)
      .add(Names::engine("owner"), entity.owner)
      .add(Names::engine("obs_collection"), entity.obs_collection)
      .add(Names::engine("obs_id"), entity.obs_id)
      .add(Names::engine("obs_publisher_did"), entity.obs_publisher_did)
      .add(Names::engine("description"), entity.description);
  add_file(record, entity);
  add_facts(record, entity.facts);
  return record.take();
}

/// By the words of UWS 1.1.
void add_job(RecordBuilder& record, data::Activity const& activity) {
  record.add(Names::uws("jobId"), activity.job_id)
      .add(Names::uws("runId"), activity.run_id)
      .add(Names::uws("ownerId"), activity.owner)
      .add(Names::uws("phase"), activity.phase)
      .add(Names::uws("creationTime"), activity.created)
      .add(Names::uws("quote"), activity.quote)
      .add(Names::uws("executionDuration"), activity.execution_duration)
      .add(Names::uws("destruction"), activity.destruction)
      .add(Names::uws("errorSummary"), activity.error);
}

void add_execution(RecordBuilder& record, data::Activity const& activity) {
  record.add(Names::engine("queued"), activity.queued)
      .add(Names::engine("attempts"), activity.attempts)
      .add(Names::engine("warnings"), activity.warnings)
      .add(Names::engine("command_line"), activity.command_line)
      .add(Names::engine("seed"), activity.seed)
      .add(Names::engine("numerical_mode"), activity.numerical_mode)
      .add(Names::engine("exit_code"), activity.exit_code)
      .add(Names::engine("exit_signal"), activity.exit_signal)
      .add(Names::engine("host"), activity.host)
      .add(Names::engine("software"), activity.software)
      .add(Names::engine("version"), activity.version)
      .add(Names::engine("revision"), activity.revision)
      .add(Names::engine("mpi_ranks"), activity.mpi_ranks)
      .add(Names::engine("threads"), activity.threads)
      .add(Names::engine("max_rss"), activity.max_rss)
      .add(Names::engine("bytes_read"), activity.bytes_read)
      .add(Names::engine("bytes_written"), activity.bytes_written)
      .add(Names::engine("cpu_time"), activity.cpu_time)
      .add(Names::engine("recipe_hash"), activity.recipe_hash);
}

Record activity_record(Assembly& assembly, data::Activity const& activity) {
  Name id = assembly.names.activity(activity.id);
  if (activity.restricted) return restricted(Kind::activity, std::move(id), "Activity");
  RecordBuilder record(Kind::activity, std::move(id));
  record.argument(time_value(activity.started)).argument(time_value(activity.stopped));
  record.label(activity.name.empty() ? activity.id : activity.name)
      .type(Names::voprov("Activity"))
      .add(Names::voprov("name"), activity.name)
      .add(Names::voprov("comment"), activity.comment);
  add_job(record, activity);
  add_execution(record, activity);
  for (data::Event const& event : activity.events)
    record.add(Names::engine("event"), jobs::iso_text(event.when) + " " + event.event +
                                           (event.comment.empty() ? "" : " (" + event.comment + ")"));
  add_facts(record, activity.facts);
  return record.take();
}

Record agent_record(Assembly& assembly, data::Agent const& agent) {
  RecordBuilder record(Kind::agent, assembly.names.agent(agent.id));
  record.label(agent.name.empty() ? agent.id : agent.name);
  bool const known = agent.type == "Person" || agent.type == "Organization" || agent.type == "SoftwareAgent";
  if (known) record.type(Names::prov(agent.type));
  record.add(Names::voprov("name"), agent.name)
      .add(Names::voprov("type"), agent.type)
      .add(Names::voprov("comment"), agent.comment)
      .add(Names::voprov("email"), agent.email)
      .add(Names::voprov("affiliation"), agent.affiliation)
      .add(Names::voprov("url"), agent.url);
  return record.take();
}

}  // namespace

void add_elements(Assembly& assembly) {
  for (auto const& entity : assembly.graph.entities)
    assembly.records.push_back(entity_record(assembly, entity));
  for (auto const& activity : assembly.graph.activities)
    assembly.records.push_back(activity_record(assembly, activity));
  for (auto const& agent : assembly.graph.agents) assembly.records.push_back(agent_record(assembly, agent));
}

}  // namespace uws::prov
