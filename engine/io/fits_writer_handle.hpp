/// The state of an open FitsWriter; private to fits_writer.cpp and to FitsFile::copy_hdu.
#pragma once

#include "engine/io/fits_handle.hpp"
#include "engine/io/fits_writer.hpp"

namespace engine {

struct FitsWriter::Handle {
  std::string path;
  FitsHandle file;
  int hdus = 0;

  ~Handle();  ///< an unclosed file is deleted
  void check(int status, std::string const& what) const;
};

}  // namespace engine
