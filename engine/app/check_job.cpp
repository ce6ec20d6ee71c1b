#include "engine/app/jobs.hpp"
#include "engine/base/text.hpp"
#include "engine/check/check_data_set.hpp"
#include "engine/check/check_json.hpp"
#include "engine/check/check_text.hpp"
#include "engine/parallel/threads.hpp"

namespace engine {

int run_check(ParameterValues const& values, Session const& session) {
  if (!session.ranks.is_root()) return 0;  // reading every table is bound by one disk: ranks would not help
  CheckOptions options;
  options.content = values.yes("content") ? CheckContent::yes : CheckContent::no;
  options.parallel_for = [&](std::size_t n, std::function<void(std::size_t)> const& task) {
    for_each_item(n, session.threads, [&](std::size_t item, int) { task(item); });
  };
  CheckReport const report = check_data_set(values.repeated("in"), options);
  session.answer(session.json ? check_json(report) : check_text(report));
  return exit_status(report);
}

}  // namespace engine
