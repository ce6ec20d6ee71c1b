#include "engine/responses/psf_parameters.hpp"

namespace engine {

std::vector<std::size_t> nearest_valid(std::vector<std::uint8_t> const& valid, std::size_t energies) {
  std::vector<std::size_t> nearest(valid.size());
  for (std::size_t cell = 0; cell < valid.size(); ++cell) {
    nearest[cell] = cell;
    std::size_t const energy = cell % energies;
    for (std::size_t step = 0; step < energies; ++step) {
      if (step <= energy && valid[cell - step] != 0) {
        nearest[cell] = cell - step;
        break;
      }
      if (energy + step < energies && valid[cell + step] != 0) {
        nearest[cell] = cell + step;
        break;
      }
    }
  }
  return nearest;
}

}  // namespace engine
