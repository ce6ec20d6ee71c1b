#include "engine/base/text.hpp"
#include "uws/record/record_parts.hpp"

namespace uws {

namespace {

/// As catalog/ingest names the organisations of observations.
std::string organisation_id(std::string const& name) {
  std::string word;
  for (char const c : engine::lower(name)) {
    bool const plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain)
      word += c;
    else if (!word.empty() && word.back() != '-')
      word += '-';
  }
  while (!word.empty() && word.back() == '-') word.pop_back();
  return "organisation:" + word;
}

}  // namespace

void add_agents(RecordDraft& draft) {
  auto& graph = draft.graph;
  jobs::Job const& job = draft.ended.job;
  RecordService const& service = draft.ended.service;
  std::string const who = job.owner.empty() ? "anonymous" : job.owner, user = "user:" + who;
  graph.agents.push_back({.id = user, .name = who, .type = "Person"});
  graph.associated.push_back({job.id, user, "Operator"});

  std::string const program = "service:" + service.authority;
  graph.agents.push_back(
      {.id = program, .name = service.name, .type = "SoftwareAgent", .url = service.base_url});
  graph.associated.push_back({job.id, program, "Provider"});

  std::vector<std::pair<std::string, std::string>> attributions{{user, "Creator"}};
  if (!service.organisation.empty()) {
    std::string const id = organisation_id(service.organisation);
    graph.agents.push_back({.id = id, .name = service.organisation, .type = "Organization"});
    attributions.emplace_back(id, "Publisher");
  }
  if (!service.contact_name.empty() || !service.contact_email.empty()) {
    std::string const id = "contact:" + service.authority;
    graph.agents.push_back(
        {.id = id,
         .name = service.contact_name.empty() ? service.contact_email : service.contact_name,
         .type = "Person",
         .email = service.contact_email,
         .affiliation = service.organisation});
    attributions.emplace_back(id, "Contact");
  }
  for (auto const& made : graph.generated)
    if (made.type == "Main")
      for (auto const& [agent, role] : attributions) graph.attributed.push_back({made.entity, agent, role});
}

}  // namespace uws
