#include <algorithm>
#include <map>
#include <set>

#include "engine/base/text.hpp"
#include "engine/io/sha256.hpp"
#include "uws/record/graph_of.hpp"
#include "uws/record/record_parts.hpp"

namespace uws {

namespace {

namespace prov = catalog::prov;
using catalog::InputHdu, catalog::InputRun;

/// What is known of the files, by path; what was measured after the run counts more than what the catalogue
/// said.
class Files {
 public:
  explicit Files(EndedJob const& ended) {
    for (catalog::InputFile const& file : ended.inputs.files) files_[file.path.string()] = file;
    if (!ended.outcome) return;
    for (jobs::FileSum const& sum : ended.outcome->inputs)
      files_[sum.path.string()] = {
          .path = sum.path, .sha256 = sum.sha256, .size = sum.size, .changed = sum.changed};
  }
  void describe(prov::Entity& entity, std::filesystem::path const& path) const {
    entity.file_name = path.filename().string();
    auto const found = files_.find(path.string());
    if (found == files_.end()) return;
    entity.sha256 = found->second.sha256;
    entity.changed = found->second.changed;
    if (found->second.size > 0) entity.size = found->second.size;
  }

 private:
  std::map<std::string, catalog::InputFile> files_;
};

std::string run_id(RecordDraft const& draft, InputRun const& run) {
  return run.did.empty() ? draft.base + "runs/" + run.obs_id : run.did;
}

prov::Entity run_entity(RecordDraft const& draft, InputRun const& run, std::string const& type) {
  prov::Entity entity;
  entity.id = run_id(draft, run) + (type == "events" ? "" : "#" + type);
  entity.name = "run " + run.obs_id + " " + type;
  entity.type = type == "events" ? "DL3" : usage_type(type) == "Calibration" ? "irf" : type;
  entity.owner = draft.ended.job.owner;
  entity.open = draft.open;
  entity.obs_collection = run.collection;
  entity.obs_id = run.obs_id;
  if (type == "events") entity.obs_publisher_did = run.did;
  entity.level = 3;
  entity.content_type = "application/fits";
  return entity;
}

/// The events first, then each other HDU of a kind once; those that the program read, if it tells.
std::vector<InputHdu> hdus_of(InputRun const& run, ReportedRun const* reported) {
  std::vector<InputHdu> hdus;
  std::set<std::string> kinds{"events"};
  auto const events = std::ranges::find(run.hdus, "events", &InputHdu::type);
  hdus.push_back(events == run.hdus.end() ? InputHdu{.type = "events"} : *events);
  auto const was_read = [&](std::string const& type) {
    return reported == nullptr || reported->tables.empty() ||
           std::ranges::find(reported->tables, type, &ReportedTable::role) != reported->tables.end();
  };
  for (InputHdu const& hdu : run.hdus)
    if (was_read(hdu.type) && kinds.insert(hdu.type).second) hdus.push_back(hdu);
  return hdus;
}

/// How the engine's account names runs.
using ReportedRuns = std::map<std::string, ReportedRun const*>;

ReportedRuns reported_runs(EndedJob const& ended) {
  ReportedRuns runs;
  if (!ended.report) return runs;
  for (ReportedRun const& run : ended.report->runs) {
    if (!run.did.empty()) runs.emplace(run.did, &run);
    runs.emplace(run.obs_id, &run);
  }
  return runs;
}

ReportedRun const* reported(ReportedRuns const& runs, InputRun const& run) {
  auto found = runs.find(run.did);
  if (found == runs.end()) found = runs.find(run.obs_id);
  return found == runs.end() ? nullptr : found->second;
}

prov::Used usage(RecordDraft const& draft, std::string const& entity, std::string const& role,
                 ReportedRun const* told) {
  prov::Used used{.activity = draft.ended.job.id, .entity = entity, .role = role, .type = usage_type(role)};
  if (told == nullptr) return used;
  auto const table = std::ranges::find(told->tables, role, &ReportedTable::role);
  if (table == told->tables.end()) return used;
  used.rows_used = table->rows_used;
  if (table->rows && table->rows_used && *table->rows >= *table->rows_used)
    used.rows_rejected = *table->rows - *table->rows_used;
  return used;
}

/// One entity for all runs: the same sum for the same runs, in whatever order they were given.
void collect(RecordDraft& draft, std::vector<std::string> const& members, std::vector<std::string> sums,
             prov::Used total) {
  prov::Entity collection = draft.own_entity("runs");
  collection.name = std::to_string(members.size()) + " runs";
  collection.type = "collection";
  std::ranges::sort(sums);
  collection.sha256 = engine::sha256_of(engine::joined(sums, "\n"));
  collection.facts = {{"members", std::to_string(members.size())},
                      {"sha256_of", "sorted SHA-256 sums of the members, a line each"}};
  total.entity = collection.id;
  for (std::string const& member : members) draft.graph.members.push_back({collection.id, member});
  draft.main_inputs.push_back(collection.id);
  draft.graph.entities.push_back(std::move(collection));
  draft.graph.used.push_back(std::move(total));
}

void add_counts(prov::Used& total, prov::Used const& one) {
  if (one.rows_used) total.rows_used = total.rows_used.value_or(0) + *one.rows_used;
  if (one.rows_rejected) total.rows_rejected = total.rows_rejected.value_or(0) + *one.rows_rejected;
}

void add_runs(RecordDraft& draft, Files const& files) {
  EndedJob const& ended = draft.ended;
  ReportedRuns const told = reported_runs(ended);
  bool const singly = ended.inputs.runs.size() <= runs_used_singly;
  std::vector<std::string> members, sums;
  prov::Used total{.activity = ended.job.id, .role = "events", .type = "Main"};
  std::set<std::string> known;
  for (InputRun const& run : ended.inputs.runs) {
    ReportedRun const* const account = reported(told, run);
    if (!told.empty() && account == nullptr) continue;  // left out: nothing was made of it
    std::string const id = run_id(draft, run);
    if (!known.insert(id).second) continue;
    for (InputHdu const& hdu : hdus_of(run, account)) {
      prov::Entity entity = run_entity(draft, run, hdu.type);
      entity.hdu = hdu.hdu;
      entity.hdu_class = hdu.hdu_class;
      entity.datasum = hdu.datasum;
      if (!hdu.file.empty()) files.describe(entity, hdu.file);
      if (hdu.type != "events")
        draft.graph.members.push_back({id, entity.id});
      else
        sums.push_back(entity.sha256.empty() ? id : entity.sha256);
      prov::Used used = usage(draft, entity.id, hdu.type, account);
      if (hdu.type == "events") add_counts(total, used);
      if (singly) draft.graph.used.push_back(std::move(used));
      draft.graph.entities.push_back(std::move(entity));
    }
    members.push_back(id);
  }
  if (singly)
    draft.main_inputs.insert(draft.main_inputs.end(), members.begin(), members.end());
  else if (!members.empty())
    collect(draft, members, std::move(sums), std::move(total));
}

/// "uploads/2-mask.fits" is the upload 2.
std::string upload_number(std::filesystem::path const& file, std::size_t otherwise) {
  std::string const name = file.filename().string(),
                    digits = name.substr(0, name.find_first_not_of("0123456789"));
  return digits.empty() ? std::to_string(otherwise) : digits;
}

void add_documents(RecordDraft& draft, Files const& files) {
  std::size_t uploads = 0;
  std::set<std::pair<std::string, std::string>> known;
  for (catalog::InputDocument const& document : draft.ended.inputs.documents) {
    bool const is_upload = document.entity_id.empty();
    prov::Entity entity = draft.own_entity("");
    entity.id = is_upload ? draft.base + "uploads/" + upload_number(document.file.path, ++uploads)
                          : document.entity_id;
    entity.name = document.name.empty() ? document.file.path.filename().string() : document.name;
    entity.type = is_upload ? "upload" : "product";
    entity.content_type = document.content_type;
    files.describe(entity, document.file.path);
    entity.file_name = document.name;
    if (entity.sha256.empty()) entity.sha256 = document.file.sha256;
    if (!entity.size && document.file.size > 0) entity.size = document.file.size;
    if (!entity.changed) entity.changed = document.file.changed;
    std::string const role = document.role.empty() ? document.parameter : document.role;
    if (!known.emplace(entity.id, role).second) continue;
    prov::Used used{
        .activity = draft.ended.job.id, .entity = entity.id, .role = role, .type = usage_type(role)};
    if (used.type == "Main") draft.main_inputs.push_back(entity.id);
    draft.graph.used.push_back(std::move(used));
    draft.graph.entities.push_back(std::move(entity));
  }
}

void add_query(RecordDraft& draft, catalog::InputQuery const& query) {
  prov::Entity entity = draft.own_entity("selection");
  entity.name = "query that chose the runs";
  entity.type = "query";
  entity.generated = query.when;
  entity.sha256 = query.sha256;
  entity.content_type = "application/x-votable+xml";
  entity.file_name = std::filesystem::path(query.answer).filename().string();
  entity.facts = {{"adql", query.adql}, {"rows", std::to_string(query.rows)}, {"sha256_of", "the answer"}};
  draft.graph.used.push_back(
      {.activity = draft.ended.job.id, .entity = entity.id, .role = "selection_query", .type = "Main"});
  draft.graph.entities.push_back(std::move(entity));
}

/// Cuts of datasets name them by their identifiers; what these are is known to the catalogue.
void add_datasets(RecordDraft& draft) {
  std::set<std::string> known;
  for (jobs::Parameter const& parameter : draft.ended.job.parameters) {
    if (!engine::same_word(parameter.name, "ID") || !known.insert(parameter.value).second) continue;
    draft.graph.used.push_back(
        {.activity = draft.ended.job.id, .entity = parameter.value, .role = "events", .type = "Main"});
    draft.main_inputs.push_back(parameter.value);
  }
}

}  // namespace

void add_inputs(RecordDraft& draft) {
  Files const files(draft.ended);
  add_runs(draft, files);
  add_documents(draft, files);
  if (draft.ended.inputs.query) add_query(draft, *draft.ended.inputs.query);
  if (draft.ended.job.list == "soda") add_datasets(draft);
}

}  // namespace uws
