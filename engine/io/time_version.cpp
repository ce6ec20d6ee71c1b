#include "engine/io/time_version.hpp"

#include <erfa.h>
#include <erfaextra.h>

namespace engine {

std::string erfa_version() { return eraVersion(); }

}  // namespace engine
