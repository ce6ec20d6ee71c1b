#include "engine/app/build_facts.hpp"

#include "engine/io/fits_version.hpp"

namespace engine {

std::vector<std::pair<std::string, std::string>> build_facts() {
  return {{"version", DISTILL_VERSION},
          {"build", DISTILL_BUILD_TYPE},
          {"compiler", DISTILL_COMPILER},
          {"mpi", DISTILL_MPI},
          {"cfitsio", cfitsio_version()}};
}

std::string build_facts_text() {
  std::string out = "distill " DISTILL_VERSION "\n";
  for (auto const& [name, value] : build_facts())
    if (name != "version")
      out += "  " + name + std::string(name.size() < 10 ? 10 - name.size() : 1, ' ') + value + "\n";
  return out;
}

}  // namespace engine
