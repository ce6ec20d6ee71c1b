// Tables of relations, descriptions and configuration. Names, UCDs and utypes as in catalog/model.
#include "uws/provenance/votable_tables.hpp"

namespace uws::prov {

namespace {

namespace data = catalog::prov;

template <class Row>
TableColumn<Row> id(std::string name, std::string utype, std::string about, std::string Row::*member) {
  return {text_column(std::move(name), "meta.id", std::move(utype), std::move(about)),
          [member](Row const& row) { return row.*member; }};
}

template <class Row>
TableColumn<Row> text(std::string name, std::string ucd, std::string utype, std::string about,
                      std::string Row::*member) {
  return {text_column(std::move(name), std::move(ucd), std::move(utype), std::move(about)),
          [member](Row const& row) { return row.*member; }};
}

TableColumn<data::Used> rows(std::string name, std::string about,
                             std::optional<std::int64_t> data::Used::*member) {
  return {long_column(std::move(name), "meta.number", std::move(about)),
          [member](data::Used const& used) { return used.*member ? std::to_string(*(used.*member)) : ""; }};
}

TableColumn<OwnedParameter> described(std::string name, std::string ucd, std::string utype, std::string about,
                                      std::string data::ParameterDescription::*member) {
  return {
      text_column(std::move(name), std::move(ucd), "prov:ParameterDescription." + utype, std::move(about)),
      [member](OwnedParameter const& row) { return row.part.*member; }};
}

ClassTable<OwnedFlow> flow_table(std::string const& name, std::string about) {
  auto const column = [&](std::string word, std::string ucd, std::string text, auto member) {
    return TableColumn<OwnedFlow>{text_column(word == "type" ? "flow_type" : word, std::move(ucd),
                                              "prov:" + name + "." + word, std::move(text)),
                                  [member](OwnedFlow const& row) { return row.part.*member; }};
  };
  using data::FlowDescription;
  return {name,
          "prov:" + name,
          std::move(about),
          {id("activity_description_id", "prov:" + name + ".activityDescription", "Kind of activity",
              &OwnedFlow::owner),
           column("role", "meta.code.class", "What it is to the activity", &FlowDescription::role),
           column("type", "meta.code.class", "Main, Calibration, Setup, ...", &FlowDescription::type),
           column("description", "meta.note", "What it is for", &FlowDescription::text),
           column("multiplicity", "meta.number", "How many", &FlowDescription::multiplicity),
           column("contentType", "meta.code.mime", "Media type", &FlowDescription::content_type)}};
}

}  // namespace

ClassTable<data::Used> used_table() {
  using data::Used;
  return {"Used",
          "prov:Used",
          "Which activity used which entity",
          {id("activity_id", "prov:Used.activity", "The activity", &Used::activity),
           id("entity_id", "prov:Used.entity", "The entity", &Used::entity),
           text("role", "meta.code.class", "prov:Used.role", "What it was to the activity", &Used::role),
           text("usage_type", "meta.code.class", "", "Main, Calibration, Setup, Context", &Used::type),
           rows("rows_used", "Rows of it that were used", &Used::rows_used),
           rows("rows_rejected", "Rows of it that were cut away", &Used::rows_rejected)}};
}

ClassTable<data::Generated> generated_table() {
  using data::Generated;
  return {"WasGeneratedBy",
          "prov:WasGeneratedBy",
          "Which activity made which entity",
          {id("entity_id", "prov:WasGeneratedBy.entity", "The entity", &Generated::entity),
           id("activity_id", "prov:WasGeneratedBy.activity", "The activity", &Generated::activity),
           text("role", "meta.code.class", "prov:WasGeneratedBy.role", "What it is to the activity",
                &Generated::role),
           text("generation_type", "meta.code.class", "", "Main, Preview, Log, Quality", &Generated::type)}};
}

ClassTable<data::Derived> derived_table() {
  return {"WasDerivedFrom",
          "prov:WasDerivedFrom",
          "Which entity was made out of which",
          {id("entity_id", "prov:WasDerivedFrom.entity", "What was made", &data::Derived::entity),
           id("progenitor_id", "prov:WasDerivedFrom.progenitor", "What of", &data::Derived::progenitor)}};
}

ClassTable<data::Informed> informed_table() {
  using data::Informed;
  return {"WasInformedBy",
          "prov:WasInformedBy",
          "Which activity follows from which",
          {id("activity_id", "prov:WasInformedBy.informed", "What followed", &Informed::activity),
           id("informant_id", "prov:WasInformedBy.informant", "What it followed from", &Informed::informant),
           text("reason", "meta.code.class", "", "task, redo, ...", &Informed::reason)}};
}

ClassTable<data::Associated> associated_table() {
  using data::Associated;
  return {"WasAssociatedWith",
          "prov:WasAssociatedWith",
          "Who was responsible for which activity",
          {id("activity_id", "prov:WasAssociatedWith.activity", "The activity", &Associated::activity),
           id("agent_id", "prov:WasAssociatedWith.agent", "The agent", &Associated::agent),
           text("role", "meta.code.class", "prov:WasAssociatedWith.role", "As what", &Associated::role)}};
}

ClassTable<data::Attributed> attributed_table() {
  using data::Attributed;
  return {"WasAttributedTo",
          "prov:WasAttributedTo",
          "Who is responsible for which entity",
          {id("entity_id", "prov:WasAttributedTo.entity", "The entity", &Attributed::entity),
           id("agent_id", "prov:WasAttributedTo.agent", "The agent", &Attributed::agent),
           text("role", "meta.code.class", "prov:WasAttributedTo.role", "As what", &Attributed::role)}};
}

ClassTable<data::Member> member_table() {
  return {"HadMember",
          "prov:HadMember",
          "What collections consist of",
          {id("entity_id", "prov:HadMember.collection", "The collection", &data::Member::entity),
           id("member_id", "prov:HadMember.entity", "The member", &data::Member::member)}};
}

ClassTable<data::Specialized> specialized_table() {
  return {"SpecializationOf",
          "",
          "Which entity is a version of which",
          {id("entity_id", "", "The special one", &data::Specialized::entity),
           id("general_id", "", "The general one", &data::Specialized::general)}};
}

ClassTable<data::ActivityDescription> description_table() {
  using D = data::ActivityDescription;
  auto const column = [](std::string name, std::string ucd, std::string word, std::string about,
                         auto member) {
    return text<D>(std::move(name), std::move(ucd), "prov:ActivityDescription." + word, std::move(about),
                   member);
  };
  return {"ActivityDescription",
          "prov:ActivityDescription",
          "Kinds of activities",
          {column("id", "meta.id;meta.main", "id", "Identifier", &D::id),
           column("name", "meta.title", "name", "Name", &D::name),
           column("version", "meta.version", "version", "Version", &D::version),
           column("description", "meta.note", "description", "What it does", &D::text),
           column("docurl", "meta.ref.url", "docurl", "Where it is explained", &D::docurl),
           column("activity_type", "meta.code.class", "type", "Kind", &D::type),
           column("activity_subtype", "meta.code.class", "subtype", "Kind in more detail", &D::subtype)}};
}

ClassTable<OwnedParameter> parameter_description_table() {
  using P = data::ParameterDescription;
  return {"ParameterDescription",
          "prov:ParameterDescription",
          "What parameters mean",
          {id("activity_description_id", "prov:ParameterDescription.activityDescription", "Kind of activity",
              &OwnedParameter::owner),
           described("name", "meta.title", "name", "Name", &P::name),
           described("value_type", "meta.code.class", "valueType", "Type of the value", &P::type),
           described("unit", "meta.unit", "unit", "Unit", &P::unit),
           described("ucd", "meta.ucd", "ucd", "UCD", &P::ucd),
           described("description", "meta.note", "description", "What it means", &P::text),
           described("minimum", "meta.note", "min", "Least value", &P::minimum),
           described("maximum", "meta.note", "max", "Greatest value", &P::maximum),
           described("options", "meta.note", "options", "The values allowed", &P::options),
           described("default_value", "meta.note", "default", "Value if none is given", &P::default_value)}};
}

ClassTable<OwnedFlow> usage_description_table() {
  return flow_table("UsageDescription", "What activities of each kind use");
}
ClassTable<OwnedFlow> generation_description_table() {
  return flow_table("GenerationDescription", "What activities of each kind make");
}

ClassTable<data::Parameter> parameter_table() {
  using data::Parameter;
  return {"Parameter",
          "prov:Parameter",
          "The values activities were given, or took by default",
          {id("activity_id", "", "The activity", &Parameter::activity),
           text("name", "meta.title", "prov:Parameter.name", "Name", &Parameter::name),
           text("parameter_value", "meta.note", "prov:Parameter.value", "The value", &Parameter::value),
           {text_column("parameter_origin", "meta.code.class", "", "user, default or derived"),
            [](Parameter const& p) {
              return p.origin == data::Origin::user      ? "user"
                     : p.origin == data::Origin::derived ? "derived"
                                                         : "default";
            }}}};
}

ClassTable<data::ConfigFile> config_table() {
  using data::ConfigFile;
  return {"ConfigFile",
          "prov:ConfigFile",
          "Files with the configuration of activities",
          {id("activity_id", "", "The activity", &ConfigFile::activity),
           text("name", "meta.title", "prov:ConfigFile.name", "Name", &ConfigFile::name),
           text("location", "meta.ref.url", "prov:ConfigFile.location", "Where it is", &ConfigFile::location),
           text("sha256", "meta.checksum", "", "SHA-256 of the file", &ConfigFile::sha256),
           text("comment", "meta.note", "prov:ConfigFile.comment", "Remark", &ConfigFile::comment)}};
}

}  // namespace uws::prov
