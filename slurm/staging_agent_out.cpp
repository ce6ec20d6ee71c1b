// The far end, while a batch runs and after it: news, results, the end of a job's folder.
#include <algorithm>
#include <array>

#include "engine/base/failure.hpp"
#include "jobs/work/work.hpp"
#include "jobs/work/work_environment.hpp"
#include "jobs/work/work_files.hpp"
#include "slurm/staging_agent_steps.hpp"

namespace slurm {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t summed_unasked = std::uint64_t{8} << 20;  ///< takes no time to speak of

/// Of a work folder: nothing that belongs to the machine it lies on.
bool stays(fs::path const& name) {
  constexpr std::array<std::string_view, 3> ours{jobs::order_name, jobs::lock_name, "outcome.reserve"};
  return std::ranges::find(ours, name.string()) != ours.end() || name.extension() == ".new";
}

/// Regular files only: a link of a stranger's program could name anything.
void add_file(fs::directory_entry const& entry, fs::path const& job, std::vector<std::string>& files) {
  std::error_code none;
  if (entry.symlink_status(none).type() == fs::file_type::regular)
    files.push_back(entry.path().lexically_relative(job).string());
}

void add_all_below(fs::path const& folder, fs::path const& job, std::vector<std::string>& files) {
  std::error_code none;
  if (fs::symlink_status(folder, none).type() != fs::file_type::directory) return;
  for (fs::directory_entry const& entry : fs::recursive_directory_iterator(folder))
    add_file(entry, job, files);
}

void add_files_of(fs::path const& folder, fs::path const& job, std::vector<std::string>& files) {
  std::error_code none;
  if (fs::symlink_status(folder, none).type() != fs::file_type::directory) return;
  for (fs::directory_entry const& entry : fs::directory_iterator(folder))
    if (!stays(entry.path().filename())) add_file(entry, job, files);
}

[[noreturn]] void cannot_read(std::string const& file) {
  throw engine::Failure(engine::Fault::missing_resource,
                        "a result on the cluster cannot be read: " + fs::path(file).filename().string());
}

std::vector<std::string> sums_of(fs::path const& job, std::vector<std::string> const& files) {
  std::vector<std::string> paths;
  for (auto const& file : files) paths.push_back(file_inside(job, file).string());
  auto sums = sums_of_files(paths);
  for (std::size_t i = 0; i < files.size(); ++i)
    if (sums[i].empty()) cannot_read(files[i]);
  return sums;
}

bool ended_well(fs::path const& work, int attempt) {
  try {
    auto const outcome = jobs::read_outcome(work, attempt);
    return outcome && outcome->end == jobs::WorkOutcome::End::exited && outcome->status == 0;
  } catch (engine::Failure const&) {
    return false;  // the near end reads it again, and says what is wrong
  }
}

void add_news(fs::path const& folder, fs::path const& root, std::string const& job,
              std::vector<std::string>& news) {
  auto const text = jobs::file_text(folder / jobs::status_name, 1 << 20);
  if (!text || text->find('\0') != text->npos) return;
  news.insert(news.end(), {job, (folder / jobs::status_name).lexically_relative(root).string(), *text});
}

void add_news_of(std::string const& job, fs::path const& root, std::vector<std::string>& news) {
  fs::path const work = root / "work";
  add_news(work, root, job, news);
  std::error_code none;
  for (fs::directory_iterator i(work, none), end; i != end; i.increment(none))
    if (i->path().filename().string().starts_with("part-")) add_news(i->path(), root, job, news);
}

}  // namespace

std::vector<std::string> results_step(StageGround const& ground, WordReader& words) {
  fs::path const job = ground.job(words.take()) / "job";
  int const attempt = static_cast<int>(words.take_number());
  auto const whole = words.take_list(), unless_well = words.take_list(), flat = words.take_list();
  std::error_code none;
  if (!fs::is_directory(job, none)) return {"gone"};
  std::vector<std::string> files, listed;
  for (auto const& folder : whole) add_all_below(job / folder, job, files);
  if (!ended_well(job / "work", attempt))
    for (auto const& folder : unless_well) add_all_below(job / folder, job, files);
  for (auto const& folder : flat) add_files_of(job / folder, job, files);
  std::ranges::sort(files);
  files.erase(std::unique(files.begin(), files.end()), files.end());
  std::vector<std::string> sizes;
  std::uint64_t bytes = 0;
  for (auto const& file : files) {
    auto const size = fs::file_size(job / file, none);
    if (none) cannot_read(file);
    bytes += size;
    sizes.push_back(std::to_string(size));
  }
  std::vector<std::string> sums(files.size());
  if (bytes <= summed_unasked) sums = sums_of(job, files);
  for (std::size_t i = 0; i < files.size(); ++i) listed.insert(listed.end(), {files[i], sizes[i], sums[i]});
  std::vector<std::string> answer{"there"};
  add_list(answer, listed);
  return answer;
}

std::vector<std::string> sums_step(StageGround const& ground, WordReader& words) {
  fs::path const job = ground.job(words.take()) / "job";
  auto const files = words.take_list();
  std::vector<std::string> answer;
  add_list(answer, sums_of(job, files));
  return answer;
}

std::vector<std::string> news_step(StageGround const& ground, WordReader& words) {
  std::vector<std::string> news, answer;
  for (auto const& job : words.take_list()) {
    try {
      add_news_of(job, ground.job(job) / "job", news);
    } catch (engine::Failure const&) {
      // A status that cannot be read is no news.
    }
  }
  add_list(answer, news);
  return answer;
}

std::vector<std::string> list_step(StageGround const& ground, WordReader&) {
  ground.empty_waste();
  ground.forget_old_arrivals();
  std::vector<std::string> answer;
  add_list(answer, ground.jobs());
  return answer;
}

std::vector<std::string> clean_step(StageGround const& ground, WordReader& words) {
  for (auto const& job : words.take_list()) ground.remove(job);
  ground.empty_waste();
  return {};
}

}  // namespace slurm
