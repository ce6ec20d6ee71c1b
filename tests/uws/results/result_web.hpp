/// A job list with archives, logs and signed links.
#pragma once

#include <fstream>
#include <memory>

#include "tests/uws/async/web.hpp"
#include "uws/results/result_resources.hpp"

namespace test_results {

using namespace test_async;

class ResultWeb : public Web {
 public:
  explicit ResultWeb(uws::JobPolicy policy = {})
      : Web(std::move(policy), {}, test_jobs::write_text, [](uws::JobRoutes& routes, Web& web) {
          uws::add_result_resources(routes, web.service.directories,
                                    std::make_shared<uws::LinkSigner const>("a key of this test"));
        }) {}

  /// A COMPLETED job with these files as its results.
  std::string finished(std::vector<std::pair<std::string, std::string>> const& files,
                       std::string const& owner = "") {
    jobs::Job job = test_jobs::pending_job("hello", owner);
    job.phase = jobs::Phase::completed;
    job.ended = clock.now.load();
    auto const hidden = service.directories.begin_results(job);
    for (auto const& [name, content] : files) {
      std::filesystem::create_directories((hidden / name).parent_path());
      std::ofstream(hidden / name, std::ios::binary) << content;
      job.results.push_back({.id = jobs::safe_name(name) + std::to_string(job.results.size()), .path = name});
    }
    jobs::complete_results(hidden, job.results, jobs::Checksums::yes);
    service.directories.publish_results(job);
    store.add(job);
    return job.id;
  }
};

}  // namespace test_results
