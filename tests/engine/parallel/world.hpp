/// The ranks of a test under mpirun; set before any test case runs.
#pragma once

#include "engine/parallel/communicator.hpp"

extern engine::Communicator const* world_of_test;
