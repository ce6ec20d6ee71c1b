#include "engine/base/media_type.hpp"

#include <doctest/doctest.h>

using engine::media_type_of;

TEST_CASE("a name promises what kind of file it is") {
  CHECK(media_type_of("counts.fits") == "application/fits");
  CHECK(media_type_of("RUN_1.FITS.GZ") == "application/fits");
  CHECK(media_type_of("a/b.c/log.txt.gz") == "application/gzip");
  CHECK(media_type_of("image.v2.png") == "image/png");
  CHECK(media_type_of("png") == "application/octet-stream");
  CHECK(media_type_of("") == "application/octet-stream");
}
