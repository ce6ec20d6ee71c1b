// Handing batches in, and finding them again.
#include <fstream>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/durable.hpp"
#include "slurm/batch_name.hpp"
#include "slurm/batch_script.hpp"
#include "slurm/failures.hpp"
#include "slurm/slurm_scheduler_impl.hpp"

namespace slurm {
namespace {

namespace fs = std::filesystem;
using engine::Failure;
using engine::Fault;
using SteadyClock = std::chrono::steady_clock;

std::string part_name(int part) { return "part-" + std::to_string(part); }

/// Large enough for each part of an array and for what gathers them.
jobs::WorkOrder resources_of(jobs::WorkOrder const& order, fs::path const& work) {
  if (order.parts <= 1) return order;
  auto largest = jobs::read_order(work / part_name(1));
  for (int part = 2; part <= order.parts; ++part) {
    auto const other = jobs::read_order(work / part_name(part));
    auto const longer = largest.time.count() == 0 || other.time.count() == 0
                            ? std::chrono::seconds(0)
                            : std::max(largest.time, other.time);
    largest = widest(std::move(largest), other);
    largest.time = longer;  // they run side by side
  }
  jobs::WorkOrder asked = widest(order, largest);
  asked.inputs.insert(asked.inputs.end(), largest.inputs.begin(), largest.inputs.end());
  return asked;
}

/// Each submission has a word of its own, and the folder says which one counts: a batch whose sbatch was
/// believed dead then starts nothing.
std::string new_submission(fs::path const& work) {
  std::string const word = engine::random_name(), path = work / submission_name, aside = path + ".new";
  std::error_code none;
  fs::remove(aside, none);
  engine::write_new_file(aside, word);
  if (int const error = engine::rename_file(aside, path, engine::Replace::yes); error != 0)
    throw engine::system_failure("cannot write", path, error);
  engine::sync_folder(work);
  return word;
}

std::string first_line_of(fs::path const& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

jobs::Instant changed(fs::path const& path) {
  std::error_code none;
  auto const time = fs::last_write_time(path, none);
  if (none) return jobs::system_now();
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::file_clock::to_sys(time));
}

}  // namespace

std::string SlurmScheduler::Impl::owner_of(jobs::WorkOrder const& order) const {
  if (settings_.as_owner.empty()) return {};
  if (order.owner.empty())
    throw Failure(Fault::bad_request,
                  "the job has no owner, and this cluster runs jobs as their owners - sign in first");
  return order.owner;
}

void SlurmScheduler::Impl::remember(std::string const& id, std::string const& owner,
                                    BatchMemory::Time submitted) {
  std::scoped_lock const lock(mutex_);
  known_[id] = {.owner = owner, .submitted = submitted, .wanted = SteadyClock::now()};
}

std::string SlurmScheduler::Impl::submit(jobs::Submission const& submission) {
  auto const& order = submission.order;
  fs::path const work = fs::absolute(submission.work).lexically_normal();
  std::string const name = batch_name(settings_.name, order), owner = owner_of(order);
  bool doubtful = false;
  {
    std::scoped_lock const lock(mutex_);
    doubtful = uncertain_.contains(name);
  }
  if (doubtful)
    if (auto const id = found(order, work, commands_.deadline())) {
      remember(*id, owner, SteadyClock::now());
      return *id;
    }
  jobs::WorkOrder const asked = resources_of(order, work);
  BatchRequest request{.settings = settings_,
                       .profile = profile_for(settings_, order.type, order.role),
                       .order = asked,
                       .folder = path_there(work)};
  static_cast<void>(batch_script(request));  // what it refuses is refused before anything is sent anywhere
  request.submission = new_submission(work);
  if (staging_) staging_->send(submission);
  std::string const id = hand_in(submission, batch_script(request), commands_.deadline());
  remember(id, owner, SteadyClock::now());
  return id;
}

std::string SlurmScheduler::Impl::hand_in(jobs::Submission const& submission, std::string const& script,
                                          Deadline deadline) {
  auto const& order = submission.order;
  std::string const name = batch_name(settings_.name, order);
  {
    std::scoped_lock const lock(mutex_);
    uncertain_.insert(name);
  }
  auto const answer = commands_.run({"sbatch", "--parsable"}, deadline, script, owner_of(order));
  auto const id = answer.well ? submitted_id(answer.output) : std::nullopt;
  auto const certain = [&] {
    std::scoped_lock const lock(mutex_);
    uncertain_.erase(name);
  };
  if (id) {
    certain();
    return *id;
  }
  Failure const failure = answer.well
                              ? Failure(Fault::missing_resource,
                                        "cannot submit the job: sbatch says no number (" +
                                            words_of(answer.output + answer.errors) + ") - it is tried again")
                              : failure_of("cannot submit the job", answer.errors, answer.lost);
  std::string const said = engine::lower(answer.errors);
  bool const full =
      !answer.lost && (said.find("maxsubmit") != said.npos || said.find("grpsubmit") != said.npos);
  if (failure.fault() == Fault::bad_request || full) {  // SLURM has not taken it: nothing to look for
    certain();
    throw failure;
  }
  // SLURM may have it although we heard nothing. If it cannot be asked now, the next try asks first.
  if (auto const lost =
          found(order, fs::absolute(submission.work).lexically_normal(), commands_.deadline())) {
    say("job " + order.id + ": the answer of sbatch was lost, but the batch is there: " + *lost);
    certain();
    return *lost;
  }
  throw failure;
}

std::optional<std::string> SlurmScheduler::Impl::find(fs::path const& given) {
  fs::path const work = fs::absolute(given).lexically_normal();
  auto const order = jobs::read_order(work);
  auto const id = found(order, work, commands_.deadline());
  if (id) remember(*id, settings_.as_owner.empty() ? "" : order.owner, SteadyClock::now());
  return id;
}

std::optional<std::string> SlurmScheduler::Impl::found(jobs::WorkOrder const& order, fs::path const& work,
                                                       Deadline deadline) {
  std::string const submission = first_line_of(work / submission_name);
  if (submission.empty()) return std::nullopt;  // sbatch was never begun
  std::string const name = batch_name(settings_.name, order),
                    owner = settings_.as_owner.empty() ? "" : order.owner;
  std::set<std::string> overtaken;
  // The queue itself must answer: while it does not, nobody knows.
  for (auto const& row : queue_.named(name, owner, deadline)) {
    std::string const said = submission_in(row.comment);
    if (said.empty() || said == submission) return row.id.job;  // some sites put words of their own there
    overtaken.insert(row.id.job);
  }
  if (auto const id = found_in_log(order, work, submission, deadline)) return id;
  auto newest = accounting_.newest(name, owner, changed(work / submission_name), deadline);
  return newest && overtaken.contains(*newest) ? std::nullopt : newest;
}

std::optional<std::string> SlurmScheduler::Impl::found_in_log(jobs::WorkOrder const& order,
                                                              fs::path const& work,
                                                              std::string const& submission,
                                                              Deadline deadline) {
  std::string const name = batch_name(settings_.name, order);
  std::vector<fs::path> logs{work / log_name};
  for (int part = 1; order.parts > 1 && part <= order.parts; ++part)
    logs.push_back(work / part_name(part) / log_name);
  for (auto const& log : logs) {
    auto const id = id_in_log(first_line_of(log), name, submission);
    if (!id.empty()) return id;
  }
  if (!staging_) return std::nullopt;
  std::vector<std::string> words{"head", "-q", "-n1"};
  for (auto const& log : logs) words.push_back(path_there(log).string());
  for (auto const& line : engine::split(commands_.run(words, deadline).output, '\n'))
    if (auto const id = id_in_log(line, name, submission); !id.empty()) return id;
  return std::nullopt;
}

}  // namespace slurm
