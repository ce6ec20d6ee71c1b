#include "engine/app/build_facts.hpp"

#include "engine/app/revision.hpp"
#include "engine/app/run_usage.hpp"
#include "engine/io/fits_version.hpp"
#include "engine/io/hdf5_version.hpp"
#include "engine/io/time_version.hpp"
#include "engine/io/wcs_version.hpp"
#include "engine/parallel/communicator.hpp"

namespace engine {

SoftwareFacts software_facts() {
  SoftwareFacts facts;
  facts.name = "Distiller";
  facts.version = DISTILL_VERSION;
  facts.revision = DISTILL_REVISION;
  if (DISTILL_DIRTY >= 0) facts.dirty = DISTILL_DIRTY > 0;
  facts.build = DISTILL_BUILD_TYPE;
  facts.compiler = DISTILL_COMPILER;
  facts.flags = DISTILL_FLAGS;
  facts.os = os_release();
  facts.libraries = {{"cfitsio", cfitsio_version()},
                     {"hdf5", hdf5_version()},
                     {"mpi", mpi_library()},
                     {"wcslib", wcslib_version_text()},
                     {"erfa", erfa_version()}};
  return facts;
}

std::string build_facts_text() {
  SoftwareFacts const facts = software_facts();
  std::string out = "distill " + facts.version + "\n";
  auto const line = [&](std::string const& name, std::string const& value) {
    if (value.empty()) return;
    out += "  " + name + std::string(name.size() < 10 ? 10 - name.size() : 1, ' ') + value + "\n";
  };
  line("revision", facts.revision + (facts.dirty.value_or(false) ? " with changes" : ""));
  line("build", facts.build);
  line("compiler", facts.compiler);
  line("flags", facts.flags);
  for (auto const& [name, version] : facts.libraries) line(name, version);
  line("system", facts.os);
  return out;
}

}  // namespace engine
