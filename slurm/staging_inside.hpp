/// The inside of Staging.
#pragma once

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <stop_token>
#include <thread>

#include "slurm/staging.hpp"
#include "slurm/staging_link.hpp"
#include "slurm/staging_note.hpp"
#include "slurm/staging_plan.hpp"

namespace slurm {

class Staging::Impl {
 public:
  Impl(Settings const& settings, StageSource source);

  std::filesystem::path path_there(std::filesystem::path const& local) const { return places_.there(local); }
  void send(jobs::Submission const& submission);
  void fetch(std::filesystem::path const& work);
  void clean(std::filesystem::path const& work);
  void refresh();
  void sweep();
  void begin();
  void stop();

 private:
  /// What is done with a job's folder there is done by one thread at a time.
  class Hold {
   public:
    enum class Patience { wait, give_up };
    Hold(Impl& staging, std::string job, Patience patience = Patience::wait);
    ~Hold();
    Hold(Hold const&) = delete;
    Hold& operator=(Hold const&) = delete;
    explicit operator bool() const { return held_; }

   private:
    Impl& staging_;
    std::string job_;
    bool held_ = false;
  };

  std::string job_of(std::filesystem::path const& work) const;
  void say(std::string const& message) const;

  // Before a batch (staging_send.cpp).
  std::vector<std::string> missing_data(StagePlan const& plan);
  bool send_data(StagePlan const& plan);
  bool send_folder(StagePlan const& plan);
  std::vector<std::string> claim(std::vector<std::string> const& missing);
  void release(std::vector<std::string> const& keys);
  std::vector<std::string> send_keys(StagePlan const& plan, std::vector<std::string> const& keys);
  std::vector<std::string> place(StagePlan const& plan);

  // After it (staging_fetch.cpp).
  struct Arrival {
    std::string name{};  ///< relative to the job's folder
    std::uint64_t size = 0;
    std::string sha256{};
  };
  std::optional<std::vector<Arrival>> results_there(std::string const& job, jobs::WorkOrder const& order);
  void take_sums(std::string const& job, std::vector<Arrival>& arrivals);
  void bring(std::string const& job, std::vector<Arrival> const& arrivals);
  void install(std::string const& job, std::vector<Arrival> const& arrivals, jobs::WorkOrder const& order,
               StageNote const& note);

  // All the time (staging.cpp).
  void remove_there(std::string const& job);
  void try_removals();
  bool is_left_over(std::string const& job) const;
  void take_news(std::vector<std::string> const& jobs);
  std::vector<std::string> jobs_out();
  void tend(std::stop_token const& stop);

  Settings settings_;
  StageSource source_;
  StagePlaces places_;
  std::stop_source stop_;
  KnownSums sums_;
  StageLink link_;

  std::mutex begin_;  ///< one call at a time makes room in the store
  std::mutex mutex_;
  std::condition_variable_any released_;
  std::set<std::string> held_{};       ///< jobs
  std::set<std::string> sending_{};    ///< keys that are on their way
  std::set<std::string> out_{};        ///< jobs that have something there
  std::set<std::string> to_remove_{};  ///< jobs whose folder there could not be removed
  std::jthread tender_{};              ///< last: it uses all the others
};

}  // namespace slurm
