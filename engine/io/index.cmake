# engine_index: index tables of GADF sets; also for the daemon, which links no HDF5.
module(engine_index
  SOURCES gadf_keys.cpp gzip_writer.cpp index_columns.cpp index_writer.cpp
  HEADERS gadf_keys.hpp gzip_writer.hpp index_columns.hpp index_writer.hpp
  PUBLIC engine_durable engine_events
  PRIVATE PkgConfig::libdeflate)
