#include <fmt/format.h>

#include "jobs/work/work.hpp"
#include "uws/daemon/commands.hpp"

namespace uws {

int work(std::string const& folder) { return jobs::run_order(folder); }

}  // namespace uws
