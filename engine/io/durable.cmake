# engine_durable: files that survive a crash; also for the daemon, which links none of the formats.
module(engine_durable
  SOURCES durable.cpp
  HEADERS durable.hpp
  PUBLIC engine_base)
