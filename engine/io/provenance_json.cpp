#include "engine/io/provenance_json.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "engine/io/product_header.hpp"
#include "engine/io/sha256.hpp"

namespace engine {

namespace {

using Json = nlohmann::json;

Json qualified(std::string const& name) { return {{"$", name}, {"type", "prov:QUALIFIED_NAME"}}; }
Json whole(std::uint64_t n) { return {{"$", n}, {"type", "xsd:long"}}; }

std::string input_line(InputRecord const& input) {
  return std::to_string(input.observation.id) + ' ' + file_name_of(input.observation.events.file) + ' ' +
         input.observation.events.hdu + ' ' + std::to_string(input.flow.read);
}

std::string input_lines(ProductSummary const& summary) {
  std::vector<std::string> lines;
  for (InputRecord const& input : summary.inputs) lines.push_back(input_line(input));
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (std::string const& line : lines) all += line + '\n';
  return all;
}

/// Builds the sections of the document; relations get running names.
class Document {
 public:
  Document(ProductSummary const& summary, std::string job) : summary_(summary), job_(std::move(job)) {
    document_["prefix"] = {{"prov", "http://www.w3.org/ns/prov#"},
                           {"xsd", "http://www.w3.org/2001/XMLSchema#"},
                           {"voprov", "http://www.ivoa.net/documents/ProvenanceDM/index.html#"},
                           {"job", "urn:distiller:job:"},
                           {"run", "urn:distiller:run:"},
                           {"out", "urn:distiller:product:"},
                           {"sw", "urn:distiller:software:"},
                           {"eng", "urn:distiller:vocabulary:"}};
  }

  void add_activity() {
    document_["activity"][job_] = {{"prov:label", "distill " + summary_.recipe.command},
                                   {"prov:type", qualified("voprov:Activity")},
                                   {"voprov:name", summary_.recipe.command},
                                   {"eng:recipeHash", recipe_hash(summary_)},
                                   {"eng:eventsRead", whole(summary_.flow().read)},
                                   {"eng:eventsKept", whole(summary_.flow().kept)},
                                   {"eng:runsSkipped", whole(summary_.skipped.size())}};
    std::string const software = "sw:distiller";
    document_["agent"][software] = {{"prov:label", summary_.creator},
                                    {"prov:type", qualified("prov:SoftwareAgent")},
                                    {"voprov:name", summary_.creator}};
    relate("wasAssociatedWith",
           {{"prov:activity", job_}, {"prov:agent", software}, {"prov:role", "software"}});
  }

  void add_parameters() {
    for (auto const& [name, value] : summary_.recipe.parameters) {
      std::string const id = job_ + "/parameters/" + name;
      document_["entity"][id] = {
          {"voprov:name", name}, {"prov:value", value}, {"prov:type", qualified("voprov:Parameter")}};
      relate("wasInfluencedBy", {{"prov:influencee", job_},
                                 {"prov:influencer", id},
                                 {"prov:type", qualified("voprov:WasConfiguredBy")}});
    }
  }

  void add_inputs() {
    if (summary_.inputs.size() > runs_listed_singly) return add_collection();
    for (InputRecord const& input : summary_.inputs) {
      add_run(input);
      if (summary_.recipe.command == "select") add_responses(input);
    }
  }

  void add_products(std::vector<ProductEntity> const& products) {
    for (ProductEntity const& product : products) {
      std::string const id = "out:" + job_.substr(job_.find(':') + 1) + "/" + product.name;
      document_["entity"][id] = {{"prov:label", product.role},
                                 {"prov:type", qualified("voprov:DatasetEntity")},
                                 {"voprov:name", product.name},
                                 {"eng:role", product.role},
                                 {"eng:mediaType", product.media_type}};
      relate("wasGeneratedBy", {{"prov:entity", id}, {"prov:activity", job_}, {"prov:role", product.role}});
      for (std::string const& source : main_inputs_)
        relate("wasDerivedFrom",
               {{"prov:generatedEntity", id}, {"prov:usedEntity", source}, {"prov:activity", job_}});
    }
  }

  std::string text() const { return document_.dump(1, ' ', false, Json::error_handler_t::replace) + "\n"; }

 private:
  void relate(char const* kind, Json relation) {
    document_[kind]["_:r" + std::to_string(++relations_)] = std::move(relation);
  }

  void use(std::string const& entity, std::string const& role) {
    relate("used", {{"prov:activity", job_}, {"prov:entity", entity}, {"prov:role", role}});
  }

  void add_run(InputRecord const& input) {
    std::string const number = std::to_string(input.observation.id), id = "run:" + number + "/events";
    document_["entity"][id] = {{"prov:label", "run " + number + " events"},
                               {"prov:type", qualified("voprov:DatasetEntity")},
                               {"eng:obsId", number},
                               {"eng:file", file_name_of(input.observation.events.file)},
                               {"eng:hdu", input.observation.events.hdu},
                               {"eng:rowsRead", whole(input.flow.read)},
                               {"eng:rowsUsed", whole(input.flow.kept)}};
    main_inputs_.push_back(id);
    use(id, "events");
  }

  void add_responses(InputRecord const& input) {
    std::string const number = std::to_string(input.observation.id);
    for (ResponseLocation const& response : input.observation.responses) {
      std::string const id = "run:" + number + "/" + response.type;
      document_["entity"][id] = {{"prov:label", "run " + number + " " + response.type},
                                 {"prov:type", qualified("voprov:DatasetEntity")},
                                 {"eng:obsId", number},
                                 {"eng:hduClass", response.hdu_class},
                                 {"eng:file", file_name_of(response.location.file)},
                                 {"eng:hdu", response.location.hdu}};
      use(id, response.type);
    }
  }

  void add_collection() {
    std::string const sum = sha256_of(input_lines(summary_)), id = "run:collection-" + sum.substr(0, 16);
    document_["entity"][id] = {{"prov:label", std::to_string(summary_.inputs.size()) + " runs"},
                               {"prov:type", qualified("prov:Collection")},
                               {"eng:members", whole(summary_.inputs.size())},
                               {"eng:membersSha256", sum}};
    main_inputs_.push_back(id);
    use(id, "events");
  }

  ProductSummary const& summary_;
  std::string job_;
  Json document_;
  std::vector<std::string> main_inputs_;
  int relations_ = 0;
};

}  // namespace

std::string recipe_hash(ProductSummary const& summary) {
  std::vector<std::pair<std::string, std::string>> parameters = summary.recipe.parameters;
  std::sort(parameters.begin(), parameters.end());
  // As JSON, so that no value can look like the next name.
  Json const recipe = {summary.recipe.command, summary.creator, parameters, input_lines(summary)};
  return sha256_of(recipe.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::string provenance_json(ProductSummary const& summary, std::vector<ProductEntity> const& products) {
  Document document(summary, "job:" + recipe_hash(summary).substr(0, 16));
  document.add_activity();
  document.add_parameters();
  document.add_inputs();
  document.add_products(products);
  return document.text();
}

}  // namespace engine
