# engine_events: DL3 event lists, their good times, and the sets they come in.
module(engine_events
  SOURCES choose_runs.cpp column_decoder.cpp column_units.cpp data_set.cpp event_list_file.cpp find_table.cpp
          field_of_view.cpp fits_events.cpp folder_scan.cpp good_times.cpp gzip_headers.cpp hdu_in_name.cpp index_paths.cpp
          index_tables.cpp measure_events.cpp observation_header.cpp observation_xml.cpp target_names.cpp time_mjd.cpp time_scales.cpp
          time_text.cpp time_version.cpp time_zenith.cpp unit_expression.cpp used_table.cpp
  HEADERS column_decoder.hpp column_units.hpp data_set.hpp event_list_file.hpp event_source.hpp find_table.hpp
          field_of_view.hpp fits_events.hpp folder_scan.hpp good_times.hpp gzip_headers.hpp hdu_in_name.hpp index_paths.hpp
          index_tables.hpp observation_header.hpp observation_xml.hpp target_names.hpp time_scales.hpp time_version.hpp time_zenith.hpp unit_expression.hpp used_table.hpp
  PUBLIC engine_fits
  PRIVATE PkgConfig::erfa PkgConfig::pugixml ZLIB::ZLIB)
