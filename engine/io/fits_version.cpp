#include "engine/io/fits_version.hpp"

#include <fitsio.h>

namespace engine {

std::string cfitsio_version() {
  return std::to_string(CFITSIO_MAJOR) + "." + std::to_string(CFITSIO_MINOR) + "." +
         std::to_string(CFITSIO_MICRO);
}

}  // namespace engine
