#include <algorithm>
#include <fstream>
#include <map>

#include <nlohmann/json.hpp>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "uws/analysis/activity_file.hpp"

namespace uws {
namespace {

using Json = nlohmann::ordered_json;

Json inputs_of(catalog::InputSet const& set) {
  std::map<std::filesystem::path, std::string> sums;
  for (auto const& file : set.files) sums[file.path] = file.sha256;
  Json inputs = Json::array();
  for (auto const& run : set.runs) {
    std::vector<std::filesystem::path> named;
    for (auto const& hdu : run.hdus) {
      if (std::ranges::find(named, hdu.file) != named.end()) continue;
      named.push_back(hdu.file);
      Json input{{"file", hdu.file.string()}, {"did", run.did}, {"sha256", sums[hdu.file]}};
      if (auto const number = engine::whole_number(run.obs_id)) input["obs_id"] = *number;
      inputs.push_back(std::move(input));
    }
  }
  for (auto const& document : set.documents)
    inputs.push_back({{"file", document.file.path.string()},
                      {"did", document.entity_id},
                      {"sha256", document.file.sha256}});
  return inputs;
}

Json agents_of(AnalysisParts const& parts, jobs::Job const& job) {
  Json agents = Json::array();
  std::string const base = parts.base_url();
  if (!job.owner.empty())
    agents.push_back({{"id", base + "/users/" + job.owner},
                      {"name", job.owner},
                      {"type", "Individual"},
                      {"role", "Operator"}});
  if (!parts.publisher.organisation.empty())
    agents.push_back({{"id", "ivo://" + parts.publisher.authority + "/organisation"},
                      {"name", parts.publisher.organisation},
                      {"type", "Organization"},
                      {"role", "Publisher"}});
  return agents;
}

}  // namespace

std::filesystem::path write_activity_file(AnalysisParts const& parts, jobs::Job const& job,
                                          catalog::InputSet const& set, std::filesystem::path const& work) {
  std::string const base = parts.base_url();
  Json const activity{{"id", job.id},
                      {"namespace", base + "/provsap?ID="},
                      {"start", jobs::iso_text(job.started.value_or(jobs::system_now()))},
                      {"provurl", base + "/provsap?ID=" + job.id},
                      {"product_id", "ivo://" + parts.publisher.authority + "/jobs?" + job.id + "/{name}"},
                      {"contact",
                       {{"name", parts.publisher.contact_name},
                        {"organization", parts.publisher.organisation},
                        {"email", parts.publisher.contact_email}}},
                      {"process", {{"type", "Observation"}, {"subtype", ""}, {"id", job.run_id}}},
                      {"agents", agents_of(parts, job)},
                      {"inputs", inputs_of(set)}};
  auto const path = work / "activity.json";
  std::ofstream file(path);
  file << activity.dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
  file.flush();
  if (!file)
    throw engine::Failure(engine::Fault::missing_resource,
                          "cannot write the files of the job - is the disk full?");
  return path;
}

}  // namespace uws
