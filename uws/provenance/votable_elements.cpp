// Tables of entities, activities, agents. Names, UCDs and utypes as in catalog/model.
#include "engine/base/text.hpp"
#include "uws/provenance/votable_tables.hpp"

namespace uws::prov {

namespace {

namespace data = catalog::prov;
using data::Activity;
using data::Agent;
using data::Entity;

std::string time_text(std::optional<jobs::Instant> const& instant) {
  return instant ? jobs::iso_text(*instant) : "";
}
template <class Number>
std::string number_text(std::optional<Number> const& number) {
  return number ? std::to_string(*number) : "";
}

std::string facts_text(data::Facts const& facts) {
  std::string out;
  for (auto const& [name, value] : facts) out += (out.empty() ? "" : "; ") + name + "=" + value;
  return out;
}

template <class Row>
TableColumn<Row> text(std::string name, std::string ucd, std::string utype, std::string about,
                      std::string Row::*member) {
  return {text_column(std::move(name), std::move(ucd), std::move(utype), std::move(about)),
          [member](Row const& row) { return row.*member; }};
}

template <class Row>
TableColumn<Row> time(std::string name, std::string ucd, std::string utype, std::string about,
                      std::optional<jobs::Instant> Row::*member) {
  return {time_column(std::move(name), std::move(ucd), std::move(utype), std::move(about)),
          [member](Row const& row) { return time_text(row.*member); }};
}

template <class Row>
TableColumn<Row> count(std::string name, std::string ucd, std::string about,
                       std::optional<int> Row::*member) {
  return {int_column(std::move(name), std::move(ucd), std::move(about)),
          [member](Row const& row) { return number_text(row.*member); }};
}

template <class Row>
TableColumn<Row> bytes(std::string name, std::string about, std::optional<std::int64_t> Row::*member) {
  return {long_column(std::move(name), "phys.size", std::move(about), "byte"),
          [member](Row const& row) { return number_text(row.*member); }};
}

}  // namespace

ClassTable<Entity> entity_table() {
  return {
      "Entity",
      "prov:Entity",
      "What was used or made",
      {text("id", "meta.id;meta.main", "prov:Entity.id", "Identifier", &Entity::id),
       text("name", "meta.title", "prov:Entity.name", "Name", &Entity::name),
       text("entity_type", "meta.code.class", "prov:Entity.type", "What it is", &Entity::type),
       text("location", "meta.ref.url", "prov:Entity.location", "Where it is, or was", &Entity::location),
       time("generated_time", "time.creation", "prov:Entity.generatedAtTime", "When it was made",
            &Entity::generated),
       time("invalidated_time", "time.end", "prov:Entity.invalidatedAtTime", "When it ceased to be valid",
            &Entity::invalidated),
       text("invalidated_reason", "meta.note", "", "Why", &Entity::invalidated_reason),
       text("comment", "meta.note", "prov:Entity.comment", "Remark", &Entity::comment),
       text("owner", "meta.id", "", "User who alone may see it", &Entity::owner),
       text("obs_collection", "meta.id", "", "Collection of the run it is of", &Entity::obs_collection),
       text("obs_id", "meta.id", "", "Run it is of", &Entity::obs_id),
       text("obs_publisher_did", "meta.ref.ivoid", "", "Publisher identifier", &Entity::obs_publisher_did),
       text("file_name", "meta.id;meta.file", "", "Name of the file", &Entity::file_name),
       text("hdu", "meta.id", "", "HDU in that file", &Entity::hdu),
       text("content_type", "meta.code.mime", "prov:DatasetDescription.contentType", "Media type",
            &Entity::content_type),
       bytes("size_bytes", "Size", &Entity::size),
       text("sha256", "meta.checksum", "", "SHA-256 of the file", &Entity::sha256),
       text("datasum", "meta.checksum", "", "DATASUM of the HDU", &Entity::datasum),
       text("content_sum", "meta.checksum", "", "Equal for a result that was reproduced",
            &Entity::content_sum),
       text("hdu_class", "meta.code.class", "", "Class of the HDU in the words of GADF", &Entity::hdu_class),
       count("dataproduct_level", "meta.code", "Data level", &Entity::level),
       time("mtime", "time.processing", "", "When the file was last changed", &Entity::changed),
       text("description_id", "meta.id", "prov:Entity.description", "The kind of entity",
            &Entity::description),
       {text_column("attributes", "meta.note", "", "What else was noted"),
        [](Entity const& e) { return facts_text(e.facts); }}}};
}

ClassTable<Activity> activity_table() {
  return {"Activity",
          "prov:Activity",
          "What was done",
          {text("id", "meta.id;meta.main", "prov:Activity.id", "Identifier", &Activity::id),
           text("name", "meta.title", "prov:Activity.name", "Name", &Activity::name),
           time("start_time", "time.start", "prov:Activity.startTime", "When it began", &Activity::started),
           time("stop_time", "time.end", "prov:Activity.endTime", "When it ended", &Activity::stopped),
           text("comment", "meta.note", "prov:Activity.comment", "Remark", &Activity::comment),
           text("description_id", "meta.id", "prov:Activity.description", "The kind of activity",
                &Activity::description),
           text("job_id", "meta.id", "", "The job, if it is one", &Activity::job_id),
           text("run_id", "meta.id", "", "The client's own name for it", &Activity::run_id),
           time("created", "time.creation", "", "When the job was made", &Activity::created),
           time("queued", "time.epoch", "", "When it was last put into the queue", &Activity::queued),
           time("quote", "time.end", "", "When it was expected to be done", &Activity::quote),
           time("destruction", "time.end", "", "When it and its files were to be destroyed",
                &Activity::destruction),
           {long_column("execution_duration", "time.duration", "Longest it might run; 0: no limit", "s"),
            [](Activity const& a) { return number_text(a.execution_duration); }},
           count("attempts", "meta.number", "How often it was started", &Activity::attempts),
           count("warnings", "meta.number", "Warnings given", &Activity::warnings),
           text("owner", "meta.id", "", "User who alone may see it", &Activity::owner),
           text("phase", "meta.code.status", "", "How it ended, in UWS words", &Activity::phase),
           count("exit_code", "meta.code.status", "Exit status", &Activity::exit_code),
           count("exit_signal", "meta.code.status", "Signal that ended it", &Activity::exit_signal),
           text("error", "meta.note", "", "What went wrong", &Activity::error),
           text("host", "meta.id", "", "Machines", &Activity::host),
           text("software", "meta.id;meta.software", "", "Program", &Activity::software),
           text("version", "meta.version", "", "Version of the program", &Activity::version),
           text("revision", "meta.version", "", "Commit of the program", &Activity::revision),
           text("command_line", "meta.note", "", "The words the program was started with",
                &Activity::command_line),
           text("seed", "meta.number", "", "Seed of random numbers", &Activity::seed),
           text("numerical_mode", "meta.code", "", "How numbers are added up", &Activity::numerical_mode),
           {{.name = "cpu_time",
             .datatype = catalog::Datatype::double_,
             .unit = "s",
             .ucd = "time.duration",
             .description = "Processor time"},
            [](Activity const& a) { return a.cpu_time ? engine::shortest(*a.cpu_time) : ""; }},
           count("mpi_ranks", "meta.number", "Processes", &Activity::mpi_ranks),
           count("threads", "meta.number", "Threads in each", &Activity::threads),
           bytes("max_rss", "Greatest resident memory of a process", &Activity::max_rss),
           bytes("bytes_read", "Bytes read", &Activity::bytes_read),
           bytes("bytes_written", "Bytes written", &Activity::bytes_written),
           text("recipe_hash", "meta.checksum", "", "Equal recipes must give equal results",
                &Activity::recipe_hash),
           {text_column("environment", "meta.note", "", "What was noted of the surroundings"),
            [](Activity const& a) { return facts_text(a.facts); }}}};
}

ClassTable<Agent> agent_table() {
  return {"Agent",
          "prov:Agent",
          "Who is responsible",
          {text("id", "meta.id;meta.main", "prov:Agent.id", "Identifier", &Agent::id),
           text("name", "meta.title", "prov:Agent.name", "Name", &Agent::name),
           text("agent_type", "meta.code.class", "prov:Agent.type", "Person, Organization or SoftwareAgent",
                &Agent::type),
           text("comment", "meta.note", "prov:Agent.comment", "Remark", &Agent::comment),
           text("email", "meta.email", "prov:Agent.email", "Address", &Agent::email),
           text("affiliation", "meta.id", "prov:Agent.affiliation", "Institute", &Agent::affiliation),
           text("url", "meta.ref.url", "prov:Agent.url", "Page", &Agent::url)}};
}

}  // namespace uws::prov
