#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "engine/base/failure.hpp"
#include "engine/io/compare_hdus.hpp"
#include "engine/io/compare_values.hpp"

namespace engine {

namespace {

constexpr std::size_t pixels_at_once = std::size_t{1} << 16;

struct Image {
  std::vector<std::int64_t> axes;
  std::int64_t bitpix = 8;
  double scale = 1, zero = 0;
  std::optional<std::int64_t> blank;
  std::size_t pixel_bytes() const { return static_cast<std::size_t>(std::abs(bitpix)) / 8; }
  std::size_t pixels() const {
    std::size_t n = axes.empty() ? 0 : 1;
    for (std::int64_t const axis : axes) n *= static_cast<std::size_t>(axis);
    return n;
  }
};

Image image_of(FitsHeader const& header) {
  Image image;
  image.bitpix = header.integer("BITPIX").value_or(8);
  for (std::int64_t i = 1; i <= header.integer("NAXIS").value_or(0); ++i)
    image.axes.push_back(std::max<std::int64_t>(0, header.integer("NAXIS" + std::to_string(i)).value_or(0)));
  image.scale = header.real("BSCALE").value_or(1);
  image.zero = header.real("BZERO").value_or(0);
  if (image.bitpix > 0) image.blank = header.integer("BLANK");
  return image;
}

template <class T>
T stored(std::byte const* p) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) bits = bits << 8U | std::to_integer<std::uint64_t>(p[i]);
  if constexpr (sizeof(T) == 8) return std::bit_cast<T>(bits);
  if constexpr (sizeof(T) == 4) return std::bit_cast<T>(static_cast<std::uint32_t>(bits));
  if constexpr (sizeof(T) == 2) return std::bit_cast<T>(static_cast<std::uint16_t>(bits));
  if constexpr (sizeof(T) == 1) return std::bit_cast<T>(static_cast<std::uint8_t>(bits));
}

double pixel(Image const& image, std::byte const* p) {
  auto const whole = [&](std::int64_t value) {
    if (image.blank && value == *image.blank) return std::nan("");
    return static_cast<double>(value) * image.scale + image.zero;
  };
  switch (image.bitpix) {
    case 8: return whole(stored<std::uint8_t>(p));
    case 16: return whole(stored<std::int16_t>(p));
    case 32: return whole(stored<std::int32_t>(p));
    case 64: return whole(stored<std::int64_t>(p));
    case -32: return static_cast<double>(stored<float>(p)) * image.scale + image.zero;
    case -64: return stored<double>(p) * image.scale + image.zero;
    default: return std::nan("");  // checked before
  }
}

std::string spelt(std::vector<std::int64_t> const& axes) {
  std::string text;
  for (std::int64_t const axis : axes) text += (text.empty() ? "" : " x ") + std::to_string(axis);
  return text.empty() ? "no axes" : text;
}

void refuse_unknown(FitsHeader const& header, Image const& image) {
  for (std::int64_t const known : {8, 16, 32, 64, -32, -64})
    if (image.bitpix == known) return;
  throw Failure(Fault::bad_data, "BITPIX = " + std::to_string(image.bitpix) +
                                     " is none of FITS: " + header.place() + " - is it a FITS file?");
}

}  // namespace

void compare_images(HduSide const& a, HduSide const& b, Tolerance tolerance, HduComparison& out) {
  Image const x = image_of(a.header()), y = image_of(b.header());
  refuse_unknown(a.header(), x);
  refuse_unknown(b.header(), y);
  if (x.axes != y.axes) {
    out.shape.push_back("the axes are " + spelt(x.axes) + " and " + spelt(y.axes));
    return;
  }
  FitsTable const in_a = a.file.data_unit(a.hdu), in_b = b.file.data_unit(b.hdu);
  std::size_t const n = std::min({x.pixels(), in_a.rows / x.pixel_bytes(), in_b.rows / y.pixel_bytes()});
  bool const stored_alike =
      x.bitpix == y.bitpix && x.scale == y.scale && x.zero == y.zero && x.blank == y.blank;
  ValueCounter counter(tolerance);
  std::vector<std::byte> buffer_a, buffer_b;
  for (std::size_t first = 0; first < n; first += pixels_at_once) {
    std::size_t const last = std::min(n, first + pixels_at_once);
    auto const bytes_a = a.file.rows(in_a, {first * x.pixel_bytes(), last * x.pixel_bytes()}, buffer_a);
    auto const bytes_b = b.file.rows(in_b, {first * y.pixel_bytes(), last * y.pixel_bytes()}, buffer_b);
    for (std::size_t i = 0; i < last - first; ++i) {
      std::byte const *const p = bytes_a.data() + i * x.pixel_bytes(), *const q = bytes_b.data() +
                                                                                  i * y.pixel_bytes();
      bool const told_apart = stored_alike && x.bitpix == 64 && std::memcmp(p, q, 8) != 0;
      counter.add(pixel(x, p), pixel(y, q), told_apart);
    }
  }
  if (counter.found.different > 0) out.values.push_back(counter.found);
}

}  // namespace engine
