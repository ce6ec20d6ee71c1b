# Map geometry by wcslib: reading WCS cards, and pixels for projections without a closed form.
module(engine_wcs
  SOURCES exclusion_mask.cpp map_geometry.cpp wcs_footprint.cpp wcs_geometry.cpp wcs_locator.cpp wcs_version.cpp wcslib_handle.cpp
  HEADERS exclusion_mask.hpp map_geometry.hpp wcs_footprint.hpp wcs_geometry.hpp wcs_locator.hpp wcs_version.hpp
  PUBLIC engine_fits engine_kernels
  PRIVATE PkgConfig::wcslib)
