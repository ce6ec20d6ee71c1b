#include "slurm/staging_plan.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "engine/base/failure.hpp"
#include "jobs/work/work_environment.hpp"
#include "jobs/work/work_files.hpp"
#include "slurm/staging_agent.hpp"
#include "slurm/staging_note.hpp"
#include "slurm/staging_order.hpp"
#include "slurm/staging_texts.hpp"

namespace slurm {
namespace {

namespace fs = std::filesystem;

bool is_folder(fs::path const& path) {
  std::error_code none;
  return fs::symlink_status(path, none).type() == fs::file_type::directory;
}

class Planner {
 public:
  Planner(StagePlaces const& places, std::string const& job, std::vector<jobs::FileSum> const& data,
          KnownSums& sums, std::stop_token const& stop)
      : places_(places), folder_(places.folder_here(job)), sums_(sums), stop_(stop) {
    plan_.job = job;
    for (auto const& file : data) wanted_.emplace(file.path, file);
  }

  StagePlan run() {
    for (char const* const part : {"inputs", "uploads"}) add_tree(folder_ / part);
    for (auto const& work : work_folders(places_, plan_.job)) add_work(folder_ / work);
    for (auto const& directory : order_folders(places_, plan_.job)) {
      plan_.folders.push_back(directory);
      add_tree(folder_ / directory);
    }
    for (auto const& [path, file] : wanted_) {
      auto now = sums_.of(file, stop_);
      std::string key = store_key(now.sha256, path.filename().string());
      plan_.data.push_back({std::move(now), std::move(key)});
    }
    // Texts need to know of all data files, also of those that only links told of.
    for (auto const& path : json_) add_json(path);
    std::ranges::sort(plan_.files);
    return std::move(plan_);
  }

 private:
  std::string relative(fs::path const& path) const { return path.lexically_relative(folder_).string(); }

  void add_tree(fs::path const& top) {
    if (!is_folder(top)) return;
    for (fs::directory_entry const& entry : fs::directory_iterator(top))
      if (is_folder(entry.path()))
        add_tree(entry.path());
      else
        add_entry(entry.path());
  }

  /// Folders in it are those of parts, or scratch.
  void add_work(fs::path const& work) {
    for (fs::directory_entry const& entry : fs::directory_iterator(work)) {
      fs::path const& path = entry.path();
      if (is_folder(path) || stays_here(path)) continue;
      if (path.extension() == ".json")
        json_.push_back(path);
      else
        add_entry(path);
    }
  }

  /// What this machine's shepherds and earlier batches left. A part that did well is not run again: its
  /// outcome goes along.
  bool stays_here(fs::path const& path) const {
    constexpr std::array<std::string_view, 4> names{jobs::lock_name, jobs::status_name, stage_note_name,
                                                    "outcome.reserve"};
    std::string const name = path.filename().string();
    bool const own_outcome = path == folder_ / "work" / jobs::outcome_name;
    return own_outcome || std::ranges::find(names, name) != names.end() || name.ends_with(".log") ||
           name.ends_with(".new");
  }

  void add_entry(fs::path const& path) {
    auto const kind = fs::symlink_status(path).type();
    if (kind == fs::file_type::symlink)
      plan_.links.emplace_back(relative(path), target_there(path));
    else if (kind == fs::file_type::regular)
      plan_.files.push_back(relative(path));
  }

  std::string target_there(fs::path const& link) {
    fs::path const named = fs::read_symlink(link);
    fs::path const target = (link.parent_path() / named).lexically_normal();
    if (is_within(target, folder_))
      return named.is_relative() ? named.string() : places_.there(target).string();
    std::error_code none;
    if (!is_data(target) && fs::is_regular_file(target, none)) wanted_.emplace(target, jobs::FileSum{target});
    return is_data(target) ? places_.there_for(plan_.job, target).string() : target.string();
  }

  /// One of the data files, or a folder with some.
  bool is_data(fs::path const& path) const {
    auto const next = wanted_.lower_bound(path);
    return next != wanted_.end() && is_within(next->first, path);
  }

  std::string word_there(std::string const& word) const {
    for (std::size_t const begin : {std::size_t{0}, word.find('=') + 1})
      if (word.compare(begin, 1, "/") == 0 && wanted_.contains(word.substr(begin)))
        return word.substr(0, begin) + places_.there_for(plan_.job, word.substr(begin)).string();
    return places_.text_there(plan_.job, word);
  }

  void add_json(fs::path const& path) {
    auto const mapped = [this](std::string const& text) { return word_there(text); };
    bool const is_order = path.filename() == jobs::order_name;
    auto const text = is_order ? order_text_there(path.parent_path(), places_, mapped)
                               : json_with_texts(jobs::file_text(path).value_or(""), mapped);
    if (text)
      plan_.texts.emplace_back(relative(path), *text);
    else
      plan_.files.push_back(relative(path));
  }

  StagePlaces const& places_;
  fs::path folder_;
  KnownSums& sums_;
  std::stop_token const& stop_;
  std::map<fs::path, jobs::FileSum> wanted_{};
  std::vector<fs::path> json_{};
  StagePlan plan_{};
};

}  // namespace

StagePlan plan_stage(StagePlaces const& places, std::string const& job,
                     std::vector<jobs::FileSum> const& data_files, KnownSums& sums,
                     std::stop_token const& stop) {
  return Planner(places, job, data_files, sums, stop).run();
}

}  // namespace slurm
