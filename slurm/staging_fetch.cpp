// After a batch: what it left comes here, whole or not at all, and goes there.
#include <algorithm>

#include "engine/base/failure.hpp"
#include "engine/io/durable.hpp"
#include "engine/io/sha256.hpp"
#include "slurm/staging_agent_steps.hpp"
#include "slurm/staging_inside.hpp"
#include "slurm/staging_order.hpp"
#include "slurm/staging_words.hpp"

namespace slurm {
namespace {

namespace fs = std::filesystem;
using engine::Failure;
using engine::Fault;

constexpr char const* arrivals_name = ".fetched";  ///< in the job's folder: what has come, until all has
constexpr int tries = 2;
constexpr std::uint64_t summed_at_once = std::uint64_t{4} << 30;

bool is_whole(fs::path const& path, std::uint64_t size, std::string const& sha256) {
  std::error_code none;
  return fs::symlink_status(path, none).type() == fs::file_type::regular &&
         fs::file_size(path, none) == size && engine::sha256_of_file(path.string()) == sha256;
}

void put(fs::path const& from, fs::path const& to) {
  engine::make_folders(to.parent_path().string());
  std::error_code none;
  if (fs::is_directory(fs::symlink_status(to, none))) fs::remove_all(to, none);
  if (int const error = engine::rename_file(from.string(), to.string(), engine::Replace::yes); error != 0)
    throw engine::system_failure("cannot keep a result of a job", to.string(), error);
}

/// Of an earlier batch, that this one has removed.
void remove_others(fs::path const& folder, std::set<fs::path> const& arrived) {
  std::vector<fs::path> gone;
  std::error_code none;
  for (fs::recursive_directory_iterator i(folder, none), end; i != end; i.increment(none))
    if (fs::symlink_status(i->path(), none).type() != fs::file_type::directory &&
        !arrived.contains(i->path()))
      gone.push_back(i->path());
  for (fs::path const& path : gone) fs::remove(path, none);
}

}  // namespace

void Staging::Impl::fetch(fs::path const& work) {
  std::string const job = job_of(work);
  Hold const hold(*this, job);
  std::error_code none;
  if (!fs::exists(work, none)) return remove_there(job);  // the job was deleted
  auto const note = read_stage_note(work);
  if (!note) return;
  if (!note->home) {
    jobs::WorkOrder const order = jobs::read_order(work);
    for (int attempt = 1;; ++attempt) {
      auto const arrivals = results_there(job, order);
      if (!arrivals) {
        say("job " + job + ": nothing of it is on the cluster any more");
        break;
      }
      try {
        bring(job, *arrivals);
        install(job, *arrivals, order, *note);
        break;
      } catch (Failure const& failure) {
        if (failure.fault() != Fault::bad_data) throw;
        if (attempt < tries) continue;
        write_stage_note(work, {.home = true});  // nobody will ask for it again
        remove_there(job);
        throw;
      }
    }
    write_stage_note(work, {.home = true});
  }
  fs::remove_all(places_.folder_here(job) / arrivals_name, none);
  remove_there(job);
}

/// Nothing: its folder there is gone.
std::optional<std::vector<Staging::Impl::Arrival>> Staging::Impl::results_there(
    std::string const& job, jobs::WorkOrder const& order) {
  auto const directories = order_folders(places_, job);
  std::vector<std::string> words{job, std::to_string(order.attempt)};
  add_list(words, {directories.front()});
  add_list(words, {directories.begin() + 1, directories.end()});
  add_list(words, work_folders(places_, job));
  WordReader answer(link_.ask("results", words));
  if (answer.take() != "there") return std::nullopt;
  WordReader listed(answer.take_list(3));
  std::vector<Arrival> arrivals;
  while (!listed.at_end()) {
    arrivals.push_back({.name = listed.take()});
    arrivals.back().size = listed.take_number();
    arrivals.back().sha256 = listed.take();
  }
  take_sums(job, arrivals);
  return arrivals;
}

/// Not of all at once: so no answer takes so long that nobody knows whether it will ever come.
void Staging::Impl::take_sums(std::string const& job, std::vector<Arrival>& arrivals) {
  std::vector<Arrival*> open;
  for (Arrival& arrival : arrivals)
    if (arrival.sha256.empty()) open.push_back(&arrival);
  for (std::size_t i = 0; i < open.size();) {
    std::uint64_t bytes = 0;
    std::vector<std::string> names, words{job};
    std::size_t const first = i;
    while (i < open.size() && (names.empty() || bytes + open[i]->size <= summed_at_once)) {
      bytes += open[i]->size;
      names.push_back(open[i++]->name);
    }
    add_list(words, names);
    auto const sums = WordReader(link_.ask("sums", words, bytes)).take_list();
    for (std::size_t k = 0; k < names.size() && k < sums.size(); ++k) open[first + k]->sha256 = sums[k];
  }
}

/// Into a folder aside; what came before a connection broke is not sent again.
void Staging::Impl::bring(std::string const& job, std::vector<Arrival> const& arrivals) {
  fs::path const folder = places_.folder_here(job), aside = folder / arrivals_name;
  engine::make_folders(aside.string());
  std::vector<Arrival const*> wanted;
  std::vector<std::string> names;
  for (Arrival const& arrival : arrivals) {
    // From a fetch that the daemon's death broke off in its last step.
    if (is_whole(file_inside(folder, arrival.name), arrival.size, arrival.sha256)) continue;
    wanted.push_back(&arrival);
    names.push_back(arrival.name);
  }
  link_.pull(places_.job_there(job), names, aside);
  bool spoilt = false;
  for (Arrival const* const arrival : wanted) {
    fs::path const path = file_inside(aside, arrival->name);
    if (is_whole(path, arrival->size, arrival->sha256)) continue;
    std::error_code none;
    fs::remove(path, none);
    spoilt = true;
  }
  if (spoilt)
    throw Failure(Fault::bad_data, "results came from the cluster with other contents than they have there");
}

/// The outcome last: when it is there, all is.
void Staging::Impl::install(std::string const& job, std::vector<Arrival> const& arrivals,
                            jobs::WorkOrder const& order, StageNote const& note) {
  fs::path const folder = places_.folder_here(job), aside = folder / arrivals_name, work = folder / "work";
  std::string const last = std::string("work/") + jobs::outcome_name;
  std::set<fs::path> arrived;
  std::error_code none;
  bool ended = false;
  for (Arrival const& arrival : arrivals) {
    fs::path const from = file_inside(aside, arrival.name), to = file_inside(folder, arrival.name);
    arrived.insert(to);
    if (arrival.name == last)
      ended = true;
    else if (fs::exists(from, none))
      put(from, to);
  }
  for (auto const& directory : order_folders(places_, job)) {
    bool const is_first = directory == order_folders(places_, job).front();
    auto const next = arrived.lower_bound(folder / directory);
    if (is_first || (next != arrived.end() && is_within(*next, folder / directory)))
      remove_others(folder / directory, arrived);
  }
  if (!ended || !fs::exists(aside / last, none)) return;
  auto outcome = jobs::read_outcome(aside / "work", order.attempt);
  if (!outcome) return;
  make_outcome_ours(*outcome, job, places_, note.inputs);
  jobs::write_outcome(work, *outcome);
}

}  // namespace slurm
