#include "engine/check/check_json.hpp"

#include <nlohmann/json.hpp>

#include "engine/check/fold.hpp"

namespace engine {

namespace {

using Json = nlohmann::ordered_json;

Json obs_id_of(Defect const& defect) { return defect.obs_id ? Json(*defect.obs_id) : Json(nullptr); }

Json as_json(Defect const& defect) {
  return {{"severity", word_of(defect.severity)},
          {"code", defect.code},
          {"file", defect.file},
          {"hdu", defect.hdu},
          {"obs_id", obs_id_of(defect)},
          {"keyword_or_column", defect.keyword_or_column},
          {"message", defect.message},
          {"remedy", defect.remedy},
          {"clause", defect.clause},
          {"count", defect.count}};
}

Json as_json(FoldedDefect const& folded) {
  return {{"severity", word_of(folded.first.severity)},
          {"code", folded.first.code},
          {"hdus", folded.hdus},
          {"keywords_or_columns", folded.keywords},
          {"runs", folded.obs_ids.size()},
          {"files", folded.files.size()},
          {"count", folded.count},
          {"example", folded.first.message},
          {"example_file", folded.first.file},
          {"example_obs_id", obs_id_of(folded.first)},
          {"remedy", folded.first.remedy},
          {"clause", folded.first.clause}};
}

}  // namespace

std::string check_json(CheckReport const& report) {
  Json summary = Json::array(), defects = Json::array();
  for (FoldedDefect const& folded : fold(report.defects)) summary.push_back(as_json(folded));
  for (Defect const& defect : report.defects) defects.push_back(as_json(defect));
  Json const document = {{"files", report.files},         {"runs", report.runs},
                         {"events", report.events},       {"exit_status", exit_status(report)},
                         {"summary", std::move(summary)}, {"defects", std::move(defects)}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace engine
