# What a person writes about the sky: coordinates, sizes, ds9 regions. Text only, no files.
module(engine_regions
  SOURCES coordinate_text.cpp ds9_frames.cpp ds9_region.cpp ds9_shapes.cpp ds9_writer.cpp
  HEADERS coordinate_text.hpp ds9_frames.hpp ds9_region.hpp ds9_shapes.hpp ds9_writer.hpp
  PUBLIC engine_model)
