#include <chrono>

#include "jobs/work/work.hpp"
#include "uws/daemon/commands.hpp"
#include "uws/fetch/notice.hpp"

namespace uws {
namespace {

/// Who does not hear of it looks for itself a little later.
constexpr std::chrono::milliseconds notice_patience{2000};

}  // namespace

int work(std::string const& folder) {
  return jobs::run_order(folder, [](std::string const& url) { post_notice(url, notice_patience); });
}

}  // namespace uws
