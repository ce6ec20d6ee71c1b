# engine_compare: whether two products say the same; also for the daemon, which links no HDF5.
module(engine_compare
  SOURCES compare_fits.cpp compare_headers.cpp compare_heap.cpp compare_images.cpp compare_json.cpp
          compare_products.cpp compare_tables.cpp compare_text.cpp content_sum.cpp
  HEADERS compare_hdus.hpp compare_heap.hpp compare_products.hpp compare_report.hpp compare_values.hpp content_sum.hpp
  PUBLIC engine_digest engine_fits
  PRIVATE nlohmann_json::nlohmann_json)
