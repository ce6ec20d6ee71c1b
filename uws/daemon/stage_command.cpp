#include "slurm/staging_agent.hpp"
#include "uws/daemon/commands.hpp"

namespace uws {

int stage() { return slurm::run_stage_agent(); }

}  // namespace uws
