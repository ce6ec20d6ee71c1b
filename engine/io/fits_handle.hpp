/// What fits_file.cpp and fits_writer.cpp share: the owned cfitsio handle and its errors. Private to both.
#pragma once

#include <memory>
#include <string>

#include <fitsio.h>

#include "engine/base/failure.hpp"

namespace engine {

struct CloseFits {
  void operator()(fitsfile* f) const noexcept {
    int status = 0;
    ffclos(f, &status);
  }
};
using FitsHandle = std::unique_ptr<fitsfile, CloseFits>;

/// cfitsio's words for a status ("tried to move past end of file").
inline std::string cfitsio_words(int status) {
  char text[FLEN_STATUS] = "";
  ffgerr(status, text);
  ffcmsg();
  return text;
}

}  // namespace engine
