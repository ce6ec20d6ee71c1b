/// The version of HDF5, for reports.
#pragma once

#include <string>

namespace engine {

std::string hdf5_version();  ///< "1.10.8"

}  // namespace engine
