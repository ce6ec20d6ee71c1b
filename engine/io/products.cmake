# engine_products: everything that is written for people and other tools.
module(engine_products
  SOURCES atomic_file.cpp cut_flow_table.cpp data_subspace.cpp gadf_keys.cpp gzip_writer.cpp
          hdf5_columns.cpp hdf5_events.cpp hdf5_writer.cpp index_columns.cpp index_writer.cpp
          map_products.cpp merged_events.cpp merged_rows.cpp product_header.cpp product_tables.cpp
          provenance_json.cpp report_json.cpp response_copies.cpp selected_header.cpp selected_run.cpp
          wcs_keys.cpp
  HEADERS atomic_file.hpp cut_flow_table.hpp data_subspace.hpp gadf_keys.hpp gzip_writer.hpp
          hdf5_columns.hpp hdf5_events.hpp hdf5_writer.hpp index_columns.hpp index_writer.hpp
          map_products.hpp merged_events.hpp merged_rows.hpp product_header.hpp product_tables.hpp
          provenance_json.hpp report_json.hpp response_copies.hpp selected_header.hpp selected_run.hpp
          wcs_keys.hpp
  PUBLIC engine_digest engine_durable engine_events
  PRIVATE PkgConfig::libdeflate nlohmann_json::nlohmann_json fmt::fmt ${HDF5_C_LIBRARIES})
target_include_directories(engine_products SYSTEM PRIVATE ${HDF5_C_INCLUDE_DIRS})
