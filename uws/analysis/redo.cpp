#include "uws/analysis/redo.hpp"

#include <algorithm>
#include <map>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/sha256.hpp"
#include "jobs/process.hpp"
#include "uws/analysis/find_original.hpp"
#include "uws/analysis/redo_files.hpp"

namespace uws {
namespace {

namespace fs = std::filesystem;

constexpr char const* differences_name = "redo_inputs.json";

/// The set with the sums of the record in the place of those of today. What the record does not know is left
/// out.
catalog::InputSet as_recorded(catalog::InputSet set, Original const& original) {
  std::map<std::string, std::string> sum_of_id, sum_of_name;
  for (auto const& input : original.inputs) {
    if (input.sha256.empty()) continue;
    sum_of_id[input.id] = input.sha256;
    sum_of_name[fs::path(input.name).filename().string()] = input.sha256;
  }
  std::map<fs::path, std::string> wanted;
  for (auto const& run : set.runs)
    for (auto const& hdu : run.hdus)
      if (auto const sum = sum_of_id.find(run.did); hdu.type == "events" && sum != sum_of_id.end())
        wanted[hdu.file] = sum->second;
  auto const recorded = [&](fs::path const& path) {
    auto const exact = wanted.find(path);
    if (exact != wanted.end()) return exact->second;
    auto const named = sum_of_name.find(path.filename().string());
    return named == sum_of_name.end() ? std::string() : named->second;
  };
  for (auto& file : set.files) file.sha256 = recorded(file.path);
  std::erase_if(set.files, [](auto const& file) { return file.sha256.empty(); });
  for (auto& document : set.documents)
    if (auto const sum = sum_of_id.find(document.entity_id); sum != sum_of_id.end())
      document.file.sha256 = sum->second;
  return set;
}

std::string compared_by_program(AnalysisParts const& parts, fs::path const& before, fs::path const& now,
                                std::string& detail) {
  jobs::ProcessOrder order;
  order.argv = {parts.engine.string(), "compare", before.string(), now.string(), "--json"};
  order.time = std::chrono::minutes(5);
  auto const result = jobs::run_process(order);
  if (result.end != jobs::ProcessResult::End::exited || (result.status != 0 && result.status != 1)) {
    detail = "they could not be compared: " + result.errors;
    return "unknown";
  }
  detail = comparison_summary(result.output);
  return result.status == 0 ? "identical content" : "differs";
}

ProductComparison compared(AnalysisParts const& parts, OriginalProduct const& before,
                           fs::path const& old_folder, fs::path const& folder,
                           std::optional<EngineReport> const& report) {
  ProductComparison comparison{before.name, before.role, "missing", "not made this time"};
  fs::path const now = folder / before.name, old = old_folder / before.name;
  std::error_code none;
  if (!fs::is_regular_file(now, none)) return comparison;
  comparison.detail.clear();
  if (!before.sha256.empty() && engine::sha256_of_file(now.string()) == before.sha256) {
    comparison.verdict = "identical";
    return comparison;
  }
  if (fs::is_regular_file(old, none)) {
    comparison.verdict = compared_by_program(parts, old, now, comparison.detail);
    return comparison;
  }
  comparison.verdict = "unknown";
  comparison.detail = "the file of the original is gone, and its record has no sum of its content";
  if (before.content_sum.empty() || !report) return comparison;
  for (auto const& product : report->products)
    if (product.path == before.name && !product.content_sum.empty()) {
      comparison.verdict = product.content_sum == before.content_sum ? "identical content" : "differs";
      comparison.detail = "by the sums of their contents; the file of the original is gone";
    }
  return comparison;
}

/// Logs and reports tell of the run, not of the data.
bool is_compared(OriginalProduct const& product) {
  return product.type != "Log" && product.role != "log" && product.role != "report" &&
         product.role != "provenance" && !product.name.ends_with("_report.json") &&
         product.name != "log.txt" && product.name != redo_report_name;
}

std::string verdict_of(RedoReport const& report) {
  auto const has = [&](std::string_view verdict) {
    return std::ranges::any_of(report.products,
                               [&](auto const& product) { return product.verdict == verdict; });
  };
  if (has("differs") || has("missing")) return "differs";
  if (has("unknown") || report.products.empty()) return "unknown";
  return has("identical content") ? "identical content" : "identical";
}

std::string summary_of(RedoReport const& report) {
  std::string text = "compared with job " + report.original + ": " + report.verdict;
  for (auto const& product : report.products)
    if (product.verdict == "differs" || product.verdict == "missing")
      text += "; " + product.name + " " + product.verdict +
              (product.detail.empty() ? "" : " (" + product.detail + ")");
  if (!report.inputs.sentences.empty())
    text += "; inputs changed: " + engine::joined(report.inputs.sentences, "; ");
  if (report.software_then != report.software_now)
    text += "; software then '" + report.software_then + "', now '" + report.software_now + "'";
  return text;
}

}  // namespace

void note_changed_inputs(AnalysisParts const& parts, jobs::Job const& job, catalog::InputSet const& set,
                         fs::path const& work) {
  auto const found = find_original(parts, job);
  auto const* const original = std::get_if<Original>(&found);
  if (original == nullptr) return;
  auto const recorded = as_recorded(set, *original);
  write_differences(work / differences_name, catalog::verify_inputs(recorded),
                    recorded.files.size() + recorded.documents.size());
}

std::string changed_inputs_sentence(fs::path const& work) {
  auto const kept = read_differences(work / differences_name);
  return kept.sentences.empty() ? ""
                                : " - inputs have changed since: " + engine::joined(kept.sentences, "; ");
}

void write_redo_report(AnalysisParts const& parts, jobs::Claim const& claim,
                       std::optional<EngineReport> const& report, fs::path const& work) {
  auto const found = find_original(parts, claim.job);
  auto const* const original = std::get_if<Original>(&found);
  if (original == nullptr) return;
  RedoReport told{original->activity,
                  original->type,
                  original->software,
                  report ? report->software : original->software,
                  read_differences(work / differences_name),
                  {},
                  {},
                  {}};
  jobs::Job place;
  place.id = original->activity;
  place.list = original->type;
  auto const old_folder = parts.directories.of(place) / "results";
  for (auto const& product : original->products)
    if (is_compared(product))
      told.products.push_back(compared(parts, product, old_folder, claim.results, report));
  told.verdict = verdict_of(told);
  told.summary = summary_of(told);
  write_report(claim.results / redo_report_name, told);
}

}  // namespace uws
