#include <set>

#include <nlohmann/json.hpp>

#include "engine/io/product_header.hpp"
#include "engine/io/prov_names.hpp"
#include "engine/io/provenance_json.hpp"
#include "engine/io/sha256.hpp"

namespace engine {

namespace {

using Json = nlohmann::json;

Json qualified(std::string const& name) { return {{"$", name}, {"type", "prov:QUALIFIED_NAME"}}; }
Json whole(std::uint64_t n) { return {{"$", n}, {"type", "xsd:long"}}; }

constexpr char const* run_namespace = "urn:distiller:run:";
constexpr char const* software_namespace = "urn:distiller:software:";
constexpr char const* agent_namespace = "urn:distiller:agent:";

std::map<std::string, std::string> fixed_prefixes(std::string const& jobs) {
  return {{"prov", "http://www.w3.org/ns/prov#"},
          {"xsd", "http://www.w3.org/2001/XMLSchema#"},
          {"voprov", "http://www.ivoa.net/documents/ProvenanceDM/index.html#"},
          {"job", jobs},
          {"run", run_namespace},
          {"out", product_namespace},
          {"sw", software_namespace},
          {"eng", "urn:distiller:vocabulary:"}};
}

std::string jobs_of(Activity const& activity) {
  bool const named = !activity.id.empty() && !activity.id_namespace.empty();
  return named ? activity.id_namespace : job_namespace;
}

/// Attributes without those that say nothing.
Json said(Json attributes) {
  for (auto it = attributes.begin(); it != attributes.end();)
    it = it->is_string() && it->get_ref<std::string const&>().empty() ? attributes.erase(it) : std::next(it);
  return attributes;
}

/// Builds the sections of the document; relations get running names.
class Document {
 public:
  explicit Document(ProductSummary const& summary)
      : summary_(summary),
        activity_(summary.facts->activity.value_or(Activity{})),
        names_(fixed_prefixes(jobs_of(activity_))) {
    std::string const id = activity_id(summary);
    if (activity_.id.empty())
      job_ = names_.in(job_namespace, id.substr(std::string(job_namespace).size()));
    else
      job_ = is_uri(id) && activity_.id_namespace.empty() ? names_.of_uri(id)
                                                          : names_.in(jobs_of(activity_), id);
  }

  void add_activity() {
    document_["activity"][job_] = said({{"prov:label", "distill " + summary_.recipe.command},
                                        {"prov:type", qualified("voprov:Activity")},
                                        {"prov:startTime", activity_.start},
                                        {"voprov:name", summary_.recipe.command},
                                        {"eng:recipeHash", recipe_hash(summary_)},
                                        {"eng:eventsRead", whole(summary_.flow().read)},
                                        {"eng:eventsKept", whole(summary_.flow().kept)},
                                        {"eng:runsSkipped", whole(summary_.skipped.size())}});
  }

  void add_agents() {
    std::string const software = "sw:distiller";
    document_["agent"][software] = {{"prov:label", summary_.creator},
                                    {"prov:type", qualified("prov:SoftwareAgent")},
                                    {"voprov:name", summary_.creator}};
    associate(software, "software");
    for (ActivityAgent const& agent : activity_.agents) add_agent(agent);
    ActivityContact const& contact = activity_.contact;
    std::string const name = contact.name.empty() ? contact.organization : contact.name;
    if (name.empty()) return;
    std::string const id = names_.in(agent_namespace, name);
    document_["agent"][id] = said({{"prov:label", name},
                                   {"prov:type", qualified("prov:Agent")},
                                   {"voprov:name", name},
                                   {"voprov:email", contact.email},
                                   {"voprov:affiliation", contact.organization}});
    attributed_.push_back({id, "Contact"});
  }

  void add_parameters() {
    for (auto const& [name, value] : summary_.recipe.parameters) {
      auto const known = summary_.recipe.origins.find(name);
      Origin const origin = known == summary_.recipe.origins.end() ? Origin::user : known->second;
      std::string const id = job_ + "/parameters/" + name;
      document_["entity"][id] = {{"voprov:name", name},
                                 {"prov:value", value},
                                 {"eng:origin", word_of(origin)},
                                 {"prov:type", qualified("voprov:Parameter")}};
      relate("wasInfluencedBy", {{"prov:influencee", job_},
                                 {"prov:influencer", id},
                                 {"prov:type", qualified("voprov:WasConfiguredBy")}});
    }
  }

  void add_inputs() {
    bool const singly = summary_.inputs.size() <= runs_listed_singly;
    if (!singly) add_collection();
    for (InputRecord const& input : summary_.inputs)
      if (singly) add_run(input);
    for (UsedDocument const& document : summary_.facts->documents) add_document(document);
  }

  void add_products(std::vector<ProductEntity> const& products) {
    if (attributed_.empty()) attributed_.push_back({"sw:distiller", "Creator"});
    for (ProductEntity const& product : products) {
      std::string const name = file_name_of(product.name), uri = product_id(summary_, name);
      std::string const urn = product_namespace;
      std::string const id = uri.starts_with(urn) ? names_.in(urn, uri.substr(urn.size()))
                             : is_uri(uri)        ? names_.of_uri(uri)
                                                  : names_.in(urn, uri);
      document_["entity"][id] = {{"prov:label", product.role},
                                 {"prov:type", qualified("voprov:DatasetEntity")},
                                 {"voprov:name", product.name},
                                 {"eng:role", product.role},
                                 {"eng:mediaType", product.media_type}};
      relate("wasGeneratedBy", {{"prov:entity", id},
                                {"prov:activity", job_},
                                {"prov:role", product.role},
                                {"voprov:type", type_of_product(product.role)}});
      for (std::string const& source : main_inputs_)
        relate("wasDerivedFrom",
               {{"prov:generatedEntity", id}, {"prov:usedEntity", source}, {"prov:activity", job_}});
      for (auto const& [agent, role] : attributed_)
        relate("wasAttributedTo", {{"prov:entity", id}, {"prov:agent", agent}, {"voprov:role", role}});
    }
  }

  std::string text() {
    document_["prefix"] = names_.prefixes();
    return document_.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
  }

 private:
  void relate(char const* kind, Json relation) {
    document_[kind]["_:r" + std::to_string(++relations_)] = std::move(relation);
  }

  void associate(std::string const& agent, std::string const& role) {
    relate("wasAssociatedWith", {{"prov:activity", job_}, {"prov:agent", agent}, {"prov:role", role}});
  }

  void add_agent(ActivityAgent const& agent) {
    std::string const uri = agent.id.empty() ? agent.name : agent.id;
    if (uri.empty()) return;
    std::string const id = is_uri(uri) ? names_.of_uri(uri) : names_.in(agent_namespace, uri);
    std::string const type = agent.type == "Organization"    ? "prov:Organization"
                             : agent.type == "SoftwareAgent" ? "prov:SoftwareAgent"
                                                             : "prov:Person";
    document_["agent"][id] =
        said({{"prov:label", agent.name}, {"prov:type", qualified(type)}, {"voprov:name", agent.name}});
    if (agent.role == "Operator" || agent.role == "Provider")
      associate(id, agent.role);
    else
      attributed_.push_back({id, agent.role.empty() ? "Contributor" : agent.role});
  }

  void use(std::string const& entity, std::string const& role, std::string_view usage,
           std::optional<std::uint64_t> rows_used) {
    Json relation{
        {"prov:activity", job_}, {"prov:entity", entity}, {"prov:role", role}, {"voprov:type", usage}};
    if (rows_used) relation["eng:rows_used"] = whole(*rows_used);
    relate("used", std::move(relation));
  }

  /// The DID of the run for its events; of its other tables with their role behind it.
  std::string id_of(InputRecord const& input, UsedTable const& table, std::set<std::string>& taken) {
    JobFacts const& facts = *summary_.facts;
    std::string did = facts.did(table.file, input.observation.id);
    if (did.empty()) did = facts.did(input.observation.events.file, input.observation.id);
    bool const events = table.role == "events";
    std::string const name =
        did.empty()   ? names_.in(run_namespace, std::to_string(input.observation.id) + "/" + table.role)
        : is_uri(did) ? names_.of_uri(events ? did : did + "#" + table.role)
                      : names_.in(run_namespace, events ? did : did + "#" + table.role);
    std::string id = name;
    for (int n = 2; !taken.insert(id).second; ++n) id = name + "-" + std::to_string(n);
    return id;
  }

  void add_run(InputRecord const& input) {
    std::string const number = std::to_string(input.observation.id);
    std::set<std::string> taken;
    for (UsedTable const& table : tables_of(input)) {
      std::string const id = id_of(input, table, taken);
      bool const events = table.role == "events";
      Json entity = said({{"prov:label", "run " + number + " " + table.role},
                          {"prov:type", qualified("voprov:DatasetEntity")},
                          {"eng:obsId", number},
                          {"eng:hduClass", events || table.role == "gti" ? "" : table.hdu_class},
                          {"eng:file", file_name_of(table.file)},
                          {"eng:hdu", table.hdu},
                          {"eng:datasum", table.datasum},
                          {"eng:sha256", summary_.facts->file(table.file).sha256},
                          {"eng:rowsRead", whole(events ? input.flow.read : table.rows)}});
      document_["entity"][id] = std::move(entity);
      if (events) main_inputs_.push_back(id);
      use(id, table.role, usage_of(table), rows_used(input, table));
    }
  }

  void add_document(UsedDocument const& document) {
    InputFile const file = summary_.facts->file(document.path);
    std::string const id =
        is_uri(file.did) ? names_.of_uri(file.did) : job_ + "/documents/" + document.parameter;
    document_["entity"][id] = said({{"prov:label", document.role},
                                    {"prov:type", qualified("voprov:DatasetEntity")},
                                    {"eng:file", file_name_of(document.path)},
                                    {"eng:sha256", file.sha256}});
    use(id, document.role, document_usage, std::nullopt);
  }

  void add_collection() {
    std::string const sum = sha256_of(input_lines(summary_)), id = "run:collection-" + sum.substr(0, 16);
    document_["entity"][id] = {{"prov:label", std::to_string(summary_.inputs.size()) + " runs"},
                               {"prov:type", qualified("prov:Collection")},
                               {"eng:members", whole(summary_.inputs.size())},
                               {"eng:membersSha256", sum}};
    main_inputs_.push_back(id);
    use(id, "events", "Main", summary_.flow().kept);
  }

  ProductSummary const& summary_;
  Activity activity_;
  ProvNames names_;
  std::string job_;
  Json document_;
  std::vector<std::string> main_inputs_;
  std::vector<std::pair<std::string, std::string>> attributed_;  ///< agent, role
  int relations_ = 0;
};

}  // namespace

std::string_view type_of_product(std::string_view role) {
  return role == "preview" ? "Preview" : role == "report" ? "Log" : "Main";
}

std::string provenance_json(ProductSummary const& summary, std::vector<ProductEntity> const& products) {
  Document document(summary);
  document.add_activity();
  document.add_agents();
  document.add_parameters();
  document.add_inputs();
  document.add_products(products);
  return document.text();
}

}  // namespace engine
