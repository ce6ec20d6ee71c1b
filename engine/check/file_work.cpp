#include "engine/check/file_work.hpp"

#include <algorithm>
#include <map>

#include "engine/check/table_facts.hpp"

namespace engine {

namespace {

class Division {
 public:
  explicit Division(CheckContent content) : content_(content) {}

  FileWork& file(std::string const& path) {
    auto const [found, is_new] = place_.try_emplace(path, files_.size());
    if (is_new) files_.push_back({.path = path, .content = content_});
    return files_[found->second];
  }

  void add_table(TableUse const& use, std::optional<std::int64_t> obs_id) {
    FileWork& work = file(use.file);
    auto const [found, is_new] = tables_.try_emplace(key_of(use), work.tables.size());
    if (is_new) work.tables.push_back({use, {}});
    if (obs_id) work.tables[found->second].obs_ids.push_back(*obs_id);
  }

  std::vector<FileWork> take() {
    std::stable_partition(files_.begin(), files_.end(),
                          [](FileWork const& w) { return !w.may_hold_events(); });
    return std::move(files_);
  }

 private:
  CheckContent content_;
  std::vector<FileWork> files_;
  std::map<std::string, std::size_t> place_;
  std::map<TableKey, std::size_t> tables_;
};

}  // namespace

std::vector<FileWork> divide_into_files(SetPlan const& plan, CheckOptions const& options) {
  Division division(options.content);
  for (PlannedRun const& run : plan.runs) {
    if (!run.events.file.empty()) division.file(run.events.file).runs.push_back(run);
    if (run.gti) division.add_table(*run.gti, run.obs_id);
    for (TableUse const& response : run.responses) division.add_table(response, run.obs_id);
  }
  for (std::string const& path : plan.bare_files) {
    FileWork& work = division.file(path);
    if (!work.runs.empty()) continue;  // an index names it as well
    work.bare = true;
    work.chosen = options.runs;
  }
  return division.take();
}

}  // namespace engine
