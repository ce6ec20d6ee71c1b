// Before a batch: what it reads goes there, once.
#include <algorithm>

#include "engine/base/failure.hpp"
#include "engine/io/durable.hpp"
#include "engine/io/sha256.hpp"
#include "slurm/staging_inside.hpp"
#include "slurm/staging_words.hpp"

namespace slurm {
namespace {

namespace fs = std::filesystem;
using engine::Failure;
using engine::Fault;

constexpr int tries = 3;
constexpr std::uint64_t summed_at_once = std::uint64_t{4} << 30;

/// A folder of links whose names are keys: so rsync need not be told any other name. Gone at the end.
class LinkFarm {
 public:
  LinkFarm(fs::path const& work, StagePlan const& plan, std::vector<std::string> const& keys)
      : folder_(work / (".sending-" + engine::random_name())) {
    engine::make_folders(folder_.string());
    std::set<std::string> const wanted(keys.begin(), keys.end());
    std::error_code twice;  // of two files with the same content one is sent
    for (auto const& data : plan.data)
      if (wanted.contains(data.key)) fs::create_symlink(data.file.path, folder_ / data.key, twice);
  }
  ~LinkFarm() {
    std::error_code none;
    fs::remove_all(folder_, none);
  }
  LinkFarm(LinkFarm const&) = delete;
  LinkFarm& operator=(LinkFarm const&) = delete;
  fs::path const& folder() const { return folder_; }

 private:
  fs::path folder_;
};

std::vector<std::string> flat(std::vector<std::pair<std::string, std::string>> const& pairs) {
  std::vector<std::string> words;
  for (auto const& [first, second] : pairs) words.insert(words.end(), {first, second});
  return words;
}

/// Inputs of the order and of its parts, as the plan knows them: what the provenance is told.
std::vector<jobs::FileSum> sent_inputs(StagePlaces const& places, StagePlan const& plan) {
  std::set<fs::path> named;
  for (auto const& work : work_folders(places, plan.job))
    for (auto const& path : jobs::read_order(places.folder_here(plan.job) / work).inputs) named.insert(path);
  std::vector<jobs::FileSum> inputs;
  for (auto const& data : plan.data)
    if (named.contains(data.file.path)) inputs.push_back(data.file);
  return inputs;
}

std::vector<jobs::FileSum> with_inputs(std::vector<jobs::FileSum> files, jobs::WorkOrder const& order,
                                       fs::path const& folder) {
  std::set<fs::path> known;
  for (auto const& file : files) known.insert(file.path);
  for (auto const& path : order.inputs)
    if (!is_within(path, folder) && known.insert(path).second) files.push_back({.path = path});
  return files;
}

}  // namespace

void Staging::Impl::send(jobs::Submission const& submission) {
  std::string const job = job_of(submission.work);
  Hold const hold(*this, job);
  for (int attempt = 1;; ++attempt) {
    auto files = source_.data_files ? source_.data_files(submission.work) : std::vector<jobs::FileSum>{};
    files = with_inputs(std::move(files), submission.order, places_.folder_here(job));
    StagePlan const plan = plan_stage(places_, job, files, sums_, stop_.get_token());
    write_stage_note(submission.work, {.inputs = sent_inputs(places_, plan)});
    {
      std::scoped_lock const lock(mutex_);
      out_.insert(job);
      to_remove_.erase(job);
    }
    if (send_data(plan) && send_folder(plan)) return;
    if (attempt == tries)
      throw Failure(Fault::missing_resource,
                    "the files of the job change while they are sent to the cluster - it is tried again");
  }
}

/// False: a file changed meanwhile.
bool Staging::Impl::send_folder(StagePlan const& plan) {
  link_.push(places_.folder_here(plan.job), plan.files, places_.new_job_there(plan.job),
             StageLink::Links::skipped);
  return place(plan).empty();
}

std::vector<std::string> Staging::Impl::missing_data(StagePlan const& plan) {
  std::vector<std::string> words{plan.job, std::to_string(settings_.stage_bytes)}, keys;
  std::set<std::string> named;
  for (auto const& data : plan.data)
    if (named.insert(data.key).second) keys.insert(keys.end(), {data.key, std::to_string(data.file.size)});
  add_list(words, keys);
  std::scoped_lock const one_at_a_time(begin_);
  return WordReader(link_.ask("begin", words)).take_list();
}

/// Two jobs that want the same file send it once: the second waits for the first, and looks again. False: a
/// file changed meanwhile, or does not arrive as it is.
bool Staging::Impl::send_data(StagePlan const& plan) {
  std::set<std::string> spoilt;  // on its way, once
  for (auto missing = missing_data(plan); !missing.empty(); missing = missing_data(plan)) {
    auto const mine = claim(missing);
    if (mine.empty()) continue;
    std::vector<std::string> wrong;
    try {
      wrong = send_keys(plan, mine);
    } catch (...) {
      release(mine);
      throw;
    }
    release(mine);
    for (auto const& data : plan.data) {
      if (std::ranges::find(wrong, data.key) == wrong.end()) continue;
      sums_.doubt(data.file.path);
      bool const changed = sums_.of(data.file, stop_.get_token()).sha256 != data.file.sha256;
      if (changed || !spoilt.insert(data.key).second) return false;
    }
  }
  return true;
}

/// Those of the missing keys that nobody sends yet; if all are on their way, waits until one has arrived.
std::vector<std::string> Staging::Impl::claim(std::vector<std::string> const& missing) {
  std::unique_lock lock(mutex_);
  std::vector<std::string> mine;
  for (auto const& key : missing)
    if (!sending_.contains(key)) mine.push_back(key);
  sending_.insert(mine.begin(), mine.end());
  if (!mine.empty()) return mine;
  bool const stopped = !released_.wait(lock, stop_.get_token(), [&] {
    return std::ranges::any_of(missing, [&](auto const& key) { return !sending_.contains(key); });
  });
  if (stopped) throw Failure(Fault::interrupted, "the service is stopping");
  return {};
}

void Staging::Impl::release(std::vector<std::string> const& keys) {
  std::scoped_lock const lock(mutex_);
  for (auto const& key : keys) sending_.erase(key);
  released_.notify_all();
}

/// Those that arrived with another content.
std::vector<std::string> Staging::Impl::send_keys(StagePlan const& plan,
                                                  std::vector<std::string> const& keys) {
  LinkFarm const farm(places_.work_here(plan.job), plan, keys);
  link_.push(farm.folder(), keys, places_.incoming(), StageLink::Links::followed);
  std::map<std::string, std::uint64_t> sizes;
  for (auto const& data : plan.data) sizes[data.key] = static_cast<std::uint64_t>(data.file.size);
  std::vector<std::string> wrong;
  for (std::size_t i = 0; i < keys.size();) {
    std::uint64_t bytes = 0;
    std::vector<std::string> some, words;
    while (i < keys.size() && (some.empty() || bytes + sizes[keys[i]] <= summed_at_once)) {
      bytes += sizes[keys[i]];
      some.push_back(keys[i++]);
    }
    add_list(words, some);
    auto const others = WordReader(link_.ask("keep", words, bytes)).take_list();
    wrong.insert(wrong.end(), others.begin(), others.end());
  }
  return wrong;
}

/// Names of what is not there as it should be.
std::vector<std::string> Staging::Impl::place(StagePlan const& plan) {
  fs::path const folder = places_.folder_here(plan.job);
  std::vector<std::string> words{plan.job}, files, data;
  std::uint64_t bytes = 0;
  for (auto const& name : plan.files) {
    files.insert(files.end(), {name, engine::sha256_of_file((folder / name).string())});
    bytes += fs::file_size(folder / name);
  }
  for (auto const& each : plan.data) data.insert(data.end(), {each.file.path.string(), each.key});
  for (auto const& list : {files, flat(plan.links), data, flat(plan.texts), plan.folders})
    add_list(words, list);
  return WordReader(link_.ask("place", words, bytes)).take_list();
}

}  // namespace slurm
