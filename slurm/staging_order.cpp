#include "slurm/staging_order.hpp"

#include "engine/base/failure.hpp"
#include "engine/io/durable.hpp"
#include "jobs/work/work_files.hpp"
#include "slurm/staging_plan.hpp"

namespace slurm {
namespace {

namespace fs = std::filesystem;

/// jobs/work alone knows how orders are written, and it writes them into folders.
std::string text_of(jobs::WorkOrder const& order, fs::path const& beside) {
  fs::path const aside = beside / (".order-" + engine::random_name() + ".new");
  engine::make_folders(aside.string());
  jobs::write_order(aside, order);
  auto text = jobs::file_text(aside / jobs::order_name);
  fs::remove_all(aside);
  return text.value_or("");
}

std::vector<int> part_numbers(fs::path const& work) {
  std::vector<int> numbers;
  std::error_code none;
  for (int number = 1; fs::exists(work / ("part-" + std::to_string(number)) / jobs::order_name, none);
       ++number)
    numbers.push_back(number);
  return numbers;
}

}  // namespace

std::optional<std::string> order_text_there(fs::path const& folder, StagePlaces const& places,
                                            std::function<std::string(std::string const&)> const& mapped) {
  jobs::WorkOrder order = jobs::read_order(folder);
  order.directory = places.there(order.directory);
  for (auto& word : order.argv) word = mapped(word);
  for (auto& [name, value] : order.environment) value = mapped(value);
  order.inputs.clear();
  order.cgroup.clear();
  return text_of(order, folder);
}

void make_outcome_ours(jobs::WorkOutcome& outcome, std::string const& job, StagePlaces const& places,
                       std::vector<jobs::FileSum> const& inputs) {
  outcome.reason = places.text_here(job, std::move(outcome.reason));
  outcome.error_message = places.text_here(job, std::move(outcome.error_message));
  outcome.inputs.clear();
  if (outcome.end != jobs::WorkOutcome::End::not_started) outcome.inputs = inputs;
}

std::vector<std::string> work_folders(StagePlaces const& places, std::string const& job) {
  std::vector<std::string> folders{"work"};
  for (int const number : part_numbers(places.work_here(job)))
    folders.push_back("work/part-" + std::to_string(number));
  return folders;
}

std::vector<std::string> order_folders(StagePlaces const& places, std::string const& job) {
  std::vector<std::string> folders;
  fs::path const here = places.folder_here(job);
  for (auto const& work : work_folders(places, job)) {
    fs::path const directory = fs::absolute(jobs::read_order(here / work).directory).lexically_normal();
    if (!is_within(directory, here) || directory == here)
      throw engine::Failure(engine::Fault::internal,
                            "an order for the cluster works outside of its job's folder");
    folders.push_back(directory.lexically_relative(here).string());
  }
  return folders;
}

}  // namespace slurm
