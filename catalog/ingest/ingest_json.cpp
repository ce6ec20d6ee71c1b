#include "catalog/ingest/ingest_json.hpp"

#include <nlohmann/json.hpp>

#include "engine/check/check_json.hpp"

namespace catalog::ingest {

namespace {

using Json = nlohmann::ordered_json;

Json as_json(IngestProblem const& problem) {
  return {{"run", problem.run ? Json(*problem.run) : Json(nullptr)}, {"message", problem.message}};
}

Json as_json(IngestNote const& note) { return {{"message", note.message}, {"runs", note.runs}}; }

template <class Item>
Json all_of(std::vector<Item> const& items) {
  Json out = Json::array();
  for (Item const& item : items) out.push_back(as_json(item));
  return out;
}

}  // namespace

std::string ingest_json(IngestReport const& report) {
  Json const document = {
      {"collection", report.collection},
      {"dry_run", report.dry_run},
      {"collection_is_new", report.collection_is_new},
      {"collection_changed", report.collection_changed},
      {"nothing_changed", report.nothing_changed()},
      {"runs",
       {{"added", report.added},
        {"changed", report.changed},
        {"unchanged", report.unchanged},
        {"removed", report.removed},
        {"gone", report.gone}}},
      {"products",
       {{"added", report.products_added},
        {"changed", report.products_changed},
        {"unchanged", report.products_unchanged},
        {"removed", report.products_removed}}},
      {"problems", all_of(report.problems)},
      {"notes", all_of(report.notes)},
      {"defects", report.defects},
      {"check_repeated", report.check_repeated},
      {"check", report.check ? Json::parse(engine::check_json(*report.check)) : Json(nullptr)},
      {"events", report.events},
      {"wall_time_s", report.wall_s},
      {"exit_status", exit_status(report)}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace catalog::ingest
