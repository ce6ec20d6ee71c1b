/// A work folder for tests.
#pragma once

#include "jobs/ids.hpp"
#include "tests/jobs/work/shepherds.hpp"
#include "tests/support/temporary_directory.hpp"

namespace test_jobs {

struct RunFolder {
  RunFolder() {
    std::filesystem::create_directories(work);
    std::filesystem::create_directories(order.directory);
  }
  jobs::WorkOrder& shell(std::string const& script) {
    order.argv = {"/bin/bash", "-c", script};
    return order;
  }
  std::string submit() {
    write_order(work, order);
    return scheduler.submit({order.id, work, order});
  }
  jobs::WorkOutcome outcome() {
    std::optional<jobs::WorkOutcome> found;
    soon([&] { return (found = jobs::read_outcome(work, order.attempt)).has_value(); });
    return found.value_or(jobs::WorkOutcome{});
  }
  jobs::WorkOutcome run() {
    submit();
    return outcome();
  }
  std::string product(std::string const& name) const { return text_of(order.directory / name); }
  /// Processes of this run that are still there.
  std::size_t left() const {
    return jobs::carriers_of(std::string(jobs::run_variable) + "=" + work.string()).size();
  }

  test_support::TemporaryDirectory folder;
  std::filesystem::path work = folder.path() / "work";
  jobs::WorkOrder order{
      .id = jobs::new_job_id(), .directory = folder.path() / ".results", .patience = std::chrono::seconds(1)};
  jobs::LocalScheduler scheduler{shepherd_options()};
};

}  // namespace test_jobs
