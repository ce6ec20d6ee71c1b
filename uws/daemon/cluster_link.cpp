#include "uws/daemon/cluster_link.hpp"

#include "catalog/inputs/inputs_json.hpp"
#include "uws/daemon/cluster_settings.hpp"

namespace uws {
namespace {

namespace fs = std::filesystem;

jobs::FileSum sum_of(catalog::InputFile const& file) {
  return {file.path, file.sha256, file.size, file.changed.value_or(jobs::Instant{})};
}

/// Of the job whose work folder this is: runs, and products of other jobs. Its uploads lie in its own folder.
std::vector<jobs::FileSum> data_files(fs::path const& work) {
  fs::path const job = work.parent_path(), name = job / catalog::inputs_name;
  std::vector<jobs::FileSum> files;
  std::error_code none;
  if (!fs::exists(name, none)) return files;
  auto const set = catalog::read_inputs(name);
  for (auto const& file : set.files) files.push_back(sum_of(file));
  for (auto const& document : set.documents)
    if (!document.file.path.lexically_relative(job).empty() &&
        document.file.path.lexically_relative(job).native().starts_with(".."))
      files.push_back(sum_of(document.file));
  return files;
}

std::unique_ptr<slurm::Staging> staging_for(slurm::Settings const& settings, fs::path const& root,
                                            std::function<void(std::string const&)> log) {
  if (settings.stage.empty()) return nullptr;
  return std::make_unique<slurm::Staging>(
      settings, slurm::StageSource{.root = root, .data_files = data_files, .log = std::move(log)});
}

}  // namespace

ClusterLink::ClusterLink(Config const& config, fs::path const& root,
                         std::function<void(std::string const&)> log)
    : settings_(cluster_settings(config)),
      staging_(staging_for(settings_, root, log)),
      scheduler_(settings_, log, staging_.get()) {}

}  // namespace uws
