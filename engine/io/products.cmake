# engine_products: everything that is written for people and other tools.
module(engine_products
  SOURCES activity_json.cpp atomic_file.cpp cut_flow_table.cpp data_subspace.cpp
          hdf5_columns.cpp hdf5_content.cpp hdf5_events.cpp hdf5_version.cpp hdf5_writer.cpp
          map_products.cpp merged_events.cpp merged_rows.cpp ogip_names.cpp ogip_reader.cpp ogip_response.cpp ogip_spectrum.cpp
          ogip_tables.cpp product_header.cpp product_tables.cpp
          prov_names.cpp provenance_document_json.cpp provenance_json.cpp reference_keys.cpp report_json.cpp response_copies.cpp selected_header.cpp selected_run.cpp
          used_responses.cpp
          wcs_keys.cpp
  HEADERS activity_json.hpp atomic_file.hpp cut_flow_table.hpp data_subspace.hpp
          hdf5_columns.hpp hdf5_content.hpp hdf5_events.hpp hdf5_version.hpp hdf5_writer.hpp
          map_products.hpp merged_events.hpp merged_rows.hpp ogip_names.hpp ogip_reader.hpp ogip_spectrum.hpp ogip_tables.hpp
          product_header.hpp product_tables.hpp
          prov_names.hpp provenance_json.hpp reference_keys.hpp report_json.hpp response_copies.hpp selected_header.hpp selected_run.hpp
          used_responses.hpp
          wcs_keys.hpp
  PUBLIC engine_compare engine_digest engine_durable engine_events engine_index
  PRIVATE PkgConfig::libdeflate nlohmann_json::nlohmann_json fmt::fmt ${HDF5_C_LIBRARIES})
target_include_directories(engine_products SYSTEM PRIVATE ${HDF5_C_INCLUDE_DIRS})
