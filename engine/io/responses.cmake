# engine_response_files: response tables from files to values. find_response is with those that copy them.
module(engine_response_files
  SOURCES read_response.cpp response_axis.cpp response_cells.cpp response_layout.cpp response_row.cpp response_store.cpp
  HEADERS read_response.hpp response_axis.hpp response_cells.hpp response_layout.hpp response_row.hpp response_store.hpp
  PUBLIC engine_digest engine_events engine_products engine_responses)
