# engine_digest: checksums alone, for programs that write no products (the daemon).
module(engine_digest
  SOURCES sha256.cpp
  HEADERS sha256.hpp
  PUBLIC engine_base
  PRIVATE PkgConfig::libcrypto)
