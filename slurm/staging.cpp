#include "slurm/staging.hpp"

#include <array>
#include <random>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/durable.hpp"
#include "jobs/work/work_files.hpp"
#include "slurm/staging_inside.hpp"
#include "slurm/staging_words.hpp"

namespace slurm {
namespace {

namespace fs = std::filesystem;
using engine::Failure;
using engine::Fault;

constexpr std::chrono::hours between_sweeps{1};

/// By it the folder there knows this service from another one of the same name. Lies with the jobs, and moves
/// with them.
std::string token_of(fs::path const& root) {
  fs::path const path = root / ".stage-token";
  if (auto const kept = jobs::file_text(path); kept && !kept->empty())
    return std::string(engine::trimmed(*kept));
  std::random_device source;
  std::string token;
  for (int i = 0; i < 8; ++i) {
    std::array<char, 9> digits{};
    std::snprintf(digits.data(), digits.size(), "%08x", static_cast<unsigned>(source()));
    token += digits.data();
  }
  engine::make_folders(root.string());
  jobs::replace_file(path, token + "\n", jobs::Sync::yes);
  return token;
}

}  // namespace

Staging::Staging(Settings const& settings, StageSource source)
    : impl_(std::make_unique<Impl>(settings, std::move(source))) {}
Staging::~Staging() { stop(); }
fs::path Staging::path_there(fs::path const& local) const { return impl_->path_there(local); }
void Staging::send(jobs::Submission const& submission) { impl_->send(submission); }
void Staging::fetch(fs::path const& work) { impl_->fetch(work); }
void Staging::clean(fs::path const& work) { impl_->clean(work); }
void Staging::refresh() { impl_->refresh(); }
void Staging::begin() { impl_->begin(); }
void Staging::sweep() { impl_->sweep(); }
void Staging::stop() { impl_->stop(); }

Staging::Impl::Impl(Settings const& settings, StageSource source)
    : settings_(settings),
      source_(std::move(source)),
      places_(source_.root, settings_.stage, settings_.name),
      link_(settings_, places_.base().string(), token_of(places_.root()), stop_.get_token(), source_.log) {
  if (!settings_.stage.is_absolute())
    throw Failure(Fault::bad_request, "the folder for files on the cluster must be an absolute path there");
  if (!settings_.as_owner.empty())
    throw Failure(Fault::bad_request,
                  "files that are sent to the cluster belong to the service's account there: batches cannot "
                  "run as the jobs' owners");
}

Staging::Impl::Hold::Hold(Impl& staging, std::string job, Patience patience)
    : staging_(staging), job_(std::move(job)) {
  std::unique_lock lock(staging_.mutex_);
  auto const is_free = [this] { return !staging_.held_.contains(job_); };
  if (patience == Patience::wait) staging_.released_.wait(lock, is_free);
  held_ = staging_.held_.insert(job_).second;
}

Staging::Impl::Hold::~Hold() {
  if (!held_) return;
  std::scoped_lock const lock(staging_.mutex_);
  staging_.held_.erase(job_);
  staging_.released_.notify_all();
}

std::string Staging::Impl::job_of(fs::path const& work) const {
  auto job = places_.job_of(work);
  EXPECTS(job && fs::absolute(work).lexically_normal() == places_.work_here(*job));
  return *job;
}

void Staging::Impl::say(std::string const& message) const {
  if (source_.log) source_.log(message);
}

void Staging::Impl::clean(fs::path const& work) try {
  std::string const job = job_of(work);
  Hold const hold(*this, job);
  std::error_code none;
  if (fs::exists(work, none)) {
    auto const note = read_stage_note(work);
    if (!note) return;
    if (!note->home) write_stage_note(work, {.home = true});
  }
  remove_there(job);
} catch (Failure const& failure) {
  say(std::string("what a job has on the cluster is not removed now: ") + failure.what());
}

/// Out of reach: it stays noted, here and in the work folder, and is tried again.
void Staging::Impl::remove_there(std::string const& job) {
  try {
    std::vector<std::string> words;
    add_list(words, {job});
    link_.ask("clean", words);
    remove_stage_note(places_.work_here(job));
    std::scoped_lock const lock(mutex_);
    out_.erase(job);
    to_remove_.erase(job);
  } catch (Failure const& failure) {
    say("job " + job + ": its files on the cluster cannot be removed now: " + failure.what());
    std::scoped_lock const lock(mutex_);
    out_.erase(job);
    to_remove_.insert(job);
  }
}

void Staging::Impl::try_removals() {
  std::set<std::string> jobs;
  {
    std::scoped_lock const lock(mutex_);
    jobs = to_remove_;
  }
  for (auto const& job : jobs)
    if (Hold const hold(*this, job, Hold::Patience::give_up); hold && is_left_over(job)) remove_there(job);
}

/// There is nothing of it that is wanted here.
bool Staging::Impl::is_left_over(std::string const& job) const {
  auto const note = read_stage_note(places_.work_here(job));
  return !note || note->home;
}

void Staging::Impl::sweep() {
  auto const jobs = WordReader(link_.ask("list", {})).take_list();
  for (auto const& job : jobs) {
    Hold const hold(*this, job, Hold::Patience::give_up);
    if (!hold) continue;
    if (is_left_over(job)) {
      say("files of job " + job + " are left on the cluster: they are removed");
      remove_there(job);
    } else {
      std::scoped_lock const lock(mutex_);
      out_.insert(job);
    }
  }
}

void Staging::Impl::begin() {
  tender_ = std::jthread([this](std::stop_token const& stop) { tend(stop); });
}

void Staging::Impl::stop() {
  stop_.request_stop();
  tender_ = {};
}

/// A sweep that failed comes again with the next news, one that did not after an hour: jobs are deleted.
void Staging::Impl::tend(std::stop_token const& stop) {
  auto next_sweep = std::chrono::steady_clock::now();
  std::mutex pause;
  while (!stop.stop_requested()) {
    if (std::chrono::steady_clock::now() >= next_sweep) try {
        sweep();
        next_sweep = std::chrono::steady_clock::now() + between_sweeps;
      } catch (std::exception const& error) {
        say(std::string("cannot look for files left on the cluster: ") + error.what());
      }
    refresh();
    std::unique_lock lock(pause);
    std::condition_variable_any().wait_for(lock, stop, settings_.stage_refresh, [] { return false; });
  }
}

std::vector<std::string> Staging::Impl::jobs_out() {
  std::scoped_lock const lock(mutex_);
  return {out_.begin(), out_.end()};
}

void Staging::Impl::refresh() {
  try {
    try_removals();
    auto const jobs = jobs_out();
    if (!jobs.empty()) take_news(jobs);
  } catch (std::exception const& error) {
    say(std::string("no news of the jobs on the cluster: ") + error.what());
  }
}

void Staging::Impl::take_news(std::vector<std::string> const& jobs) {
  std::vector<std::string> words;
  add_list(words, jobs);
  WordReader news(WordReader(link_.ask("news", words)).take_list(3));
  while (!news.at_end()) {
    std::string const job = news.take(), name = news.take(), text = news.take();
    fs::path const path = places_.folder_here(job) / name;
    bool const expected =
        path.filename() == jobs::status_name && is_within(path.lexically_normal(), places_.work_here(job));
    std::error_code none;
    // Of a job that was deleted meanwhile no folder is made anew.
    if (!expected || !fs::exists(path.parent_path(), none)) continue;
    if (jobs::file_text(path, 1 << 20) != text) jobs::replace_file(path, text, jobs::Sync::no);
  }
}

}  // namespace slurm
