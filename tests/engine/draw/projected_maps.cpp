#include "tests/engine/draw/projected_maps.hpp"

#include <cstring>
#include <limits>
#include <stdexcept>

#include <cairo.h>

#include "tests/engine/kernels/wcslib_oracle.hpp"

namespace test_support {

using namespace engine;

SkyGeometry map_of(MapFrame frame, Projection projection, double lon_deg, double lat_deg, double bin_deg,
                   int nx, int ny) {
  MapRequest request;
  request.frame = frame;
  request.projection = projection;
  request.lon = degrees(lon_deg);
  request.lat = degrees(lat_deg);
  request.bin = degrees(bin_deg);
  request.nx = nx;
  request.ny = ny;
  return SkyGeometry::centred(request);
}

SkyToPixel by_wcslib(SkyGeometry const& geometry) {
  return [header = geometry.header()](std::span<double const> ra_rad, std::span<double const> dec_rad,
                                      std::span<double> x, std::span<double> y) {
    std::vector<SkyPoint> points;
    for (std::size_t i = 0; i < ra_rad.size(); ++i) {
      auto const icrs = Direction<Icrs>::at(radians(ra_rad[i]), radians(dec_rad[i]));
      if (header.frame == MapFrame::galactic)
        points.push_back({in_degrees(to_galactic(icrs).lon()), in_degrees(to_galactic(icrs).lat())});
      else
        points.push_back({in_degrees(icrs.lon()), in_degrees(icrs.lat())});
    }
    auto const pixels = wcslib_pixels(header, points);
    double const nan = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t i = 0; i < pixels.size(); ++i) {
      x[i] = pixels[i].shown ? pixels[i].x : nan;
      y[i] = pixels[i].shown ? pixels[i].y : nan;
    }
  };
}

DecodedPng decoded_png(std::string const& bytes) {
  struct Source {
    std::string const& bytes;
    std::size_t at = 0;
  } source{bytes};
  auto const read = [](void* from, unsigned char* to, unsigned length) {
    auto& s = *static_cast<Source*>(from);
    if (s.at + length > s.bytes.size()) return CAIRO_STATUS_READ_ERROR;
    std::memcpy(to, s.bytes.data() + s.at, length);
    s.at += length;
    return CAIRO_STATUS_SUCCESS;
  };
  cairo_surface_t* const surface = cairo_image_surface_create_from_png_stream(read, &source);
  if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) throw std::runtime_error("no PNG");
  DecodedPng out{cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface), {}};
  int const stride = cairo_image_surface_get_stride(surface);
  unsigned char const* const data = cairo_image_surface_get_data(surface);
  for (int row = 0; row < out.height; ++row)
    for (int column = 0; column < out.width; ++column) {
      std::uint32_t pixel = 0;
      std::memcpy(&pixel, data + row * stride + 4 * column, sizeof pixel);
      out.rgb.push_back(pixel & 0xffffff);
    }
  cairo_surface_destroy(surface);
  return out;
}

}  // namespace test_support
