/// The cubes of a map job while they are being filled: one set per thread, added up at the end.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/app/map_request.hpp"
#include "engine/app/pass.hpp"
#include "engine/kernels/accumulate.hpp"
#include "engine/kernels/target_index.hpp"
#include "engine/model/counts_cube.hpp"

namespace engine {

/// One cube per target, of one thread or of the whole job.
struct CubeSet {
  std::vector<CountsCube> cubes;
  std::vector<std::uint64_t> added;  ///< by target: events that fell into the cube
};

class MapCounts {
 public:
  MapCounts(MapJob const& job, int threads);

  /// Memory of one CubeSet.
  static std::uint64_t bytes_per_set(MapJob const& job);

  /// Adds the kept events of a block to the cubes of its thread.
  void add(Block const& block);
  /// The cubes of a thread as they are now; they start again from zero.
  CubeSet take(int thread);
  /// Adds a whole set to the stack of a thread.
  void stack(int thread, CubeSet const& set);
  void reset();

  /// The sum over threads of what is stacked and what was not taken.
  CubeSet total();

 private:
  struct PerThread {
    CubeSet counting;
    std::vector<CubeSet> stacked;  ///< none or one: only jobs that also make maps of single runs need it
    TargetRows rows;
  };
  CubeSet empty_set() const;

  MapJob const& job_;
  TargetIndex index_;
  std::vector<CubeBins> bins_;
  std::vector<PerThread> threads_;
};

}  // namespace engine
