#include "engine/check/set_plan.hpp"

#include <filesystem>
#include <fstream>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/check/attempt.hpp"
#include "engine/check/gadf_format.hpp"
#include "engine/check/index_rules.hpp"
#include "engine/io/folder_scan.hpp"
#include "engine/io/index_tables.hpp"
#include "engine/io/observation_xml.hpp"

namespace engine {

namespace fs = std::filesystem;

namespace {

constexpr int deepest_list = 8;

TableUse use_of(HduLocation const& location, std::string type, std::string hdu_class, std::string const& by) {
  return {location.file, location.hdu, location.number, std::move(type), std::move(hdu_class), by};
}

void plan_xml(std::string const& path, SetPlan& plan) {
  for (Observation const& observation : read_observation_xml(path).observations) {
    PlannedRun run{.obs_id = observation.id, .events = use_of(observation.events, "events", "events", path)};
    if (observation.gti) run.gti = use_of(*observation.gti, "gti", "gti", path);
    for (ResponseLocation const& response : observation.responses)
      run.responses.push_back(use_of(response.location, response.type, response.hdu_class, path));
    plan.runs.push_back(std::move(run));
  }
}

void plan_folder(std::string const& folder, SetPlan& plan, std::vector<Defect>& defects,
                 Findings const& out) {
  FolderContent const content = scan_folder(folder);
  for (IndexPair const& pair : content.indices) check_index(pair, plan, defects);
  if (!content.indices.empty()) return;
  plan.bare_files.insert(plan.bare_files.end(), content.fits_files.begin(), content.fits_files.end());
  if (content.fits_files.empty())
    throw Failure(
        Fault::missing_resource,
        "no DL3 data: " + folder + " has neither hdu-index.fits.gz nor FITS files - check the name");
  out.add({.severity = Severity::note,
           .code = "no-index",
           .message = "the folder has no HDU index: the FITS files in it are checked one by one",
           .remedy = "make hdu-index.fits.gz and obs-index.fits.gz",
           .clause = clause(GadfVersion::v0_3, section_hdu_index_columns)});
}

bool looks_like_xml(std::string const& path) {
  std::ifstream in(path, std::ios::binary);
  std::string start(64, '\0');
  in.read(start.data(), static_cast<std::streamsize>(start.size()));
  std::string_view text(start);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // a byte order mark
  return trimmed(text).starts_with('<');
}

void plan_input(std::string const& input, int depth, SetPlan& plan, std::vector<Defect>& defects);

void plan_list(std::string const& path, int depth, SetPlan& plan, std::vector<Defect>& defects) {
  std::ifstream in(path);
  std::error_code trouble;
  if (!in || !fs::is_regular_file(path, trouble))
    throw Failure(Fault::missing_resource, "cannot read the list: " + path + " - check the name behind '@'");
  if (depth > deepest_list)
    throw Failure(Fault::bad_request, "lists name each other too deep: " + path + " - is it in itself?");
  for (std::string line; std::getline(in, line);) {
    std::string entry(trimmed(line));
    if (entry.empty() || entry.starts_with('#')) continue;
    bool const nested = entry.starts_with('@');
    if (nested) entry.erase(0, 1);
    std::string const file = (fs::path(path).parent_path() / entry).lexically_normal().string();
    plan_input(nested ? "@" + file : file, depth + 1, plan, defects);
  }
}

void plan_input(std::string const& input, int depth, SetPlan& plan, std::vector<Defect>& defects) {
  Findings const out(defects, {.file = input, .hdu = ""});
  attempt(out, [&] {
    std::error_code trouble;
    if (input.starts_with('@')) return plan_list(input.substr(1), depth, plan, defects);
    if (fs::is_directory(input, trouble)) return plan_folder(input, plan, defects, out);
    bool const is_file = fs::is_regular_file(input, trouble);
    if (std::optional<IndexPair> const pair = is_file ? index_pair_of(input) : std::nullopt)
      return check_index(*pair, plan, defects);
    if (is_file && looks_like_xml(input)) return plan_xml(input, plan);
    plan.bare_files.push_back(input);
  });
}

}  // namespace

SetPlan plan_check(std::vector<std::string> const& inputs, std::vector<Defect>& defects) {
  SetPlan plan;
  for (std::string const& input : inputs) plan_input(input, 0, plan, defects);
  return plan;
}

}  // namespace engine
