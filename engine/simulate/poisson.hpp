/// Poisson numbers that are the same on every machine.
#pragma once

#include <cstdint>

#include "engine/simulate/philox.hpp"

namespace engine {

/// The natural logarithm of a positive normal number from IEEE-exact operations only (within 2 units in the
/// last place), where the C library's may differ in its last bit between machines.
double portable_log(double x);

/// How many, if `mean` (at least 0) is expected. Uses block 255 of each "event" of the stream, which no event
/// does. Below 10: arrivals with exponential gaps are counted. Above: transformed rejection, algorithm PTRS
/// of Hoermann (1993), Insurance: Mathematics and Economics 12, 39-45. Made of IEEE-exact operations only.
std::uint64_t poisson(double mean, RandomStream const& stream);

}  // namespace engine
