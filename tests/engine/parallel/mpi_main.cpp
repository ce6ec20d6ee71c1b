/// Runs the test cases on every rank between the start and the end of MPI.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "tests/engine/parallel/world.hpp"

engine::Communicator const* world_of_test = nullptr;

int main(int argc, char** argv) {
  engine::Communicator const ranks = engine::Communicator::world();
  world_of_test = &ranks;
  doctest::Context context(argc, argv);
  if (!ranks.is_root()) context.setOption("minimal", true);
  return context.run();
}
