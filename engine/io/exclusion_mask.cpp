#include "engine/io/exclusion_mask.hpp"

#include <bit>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "engine/base/failure.hpp"
#include "engine/io/fits_file.hpp"
#include "engine/io/wcs_geometry.hpp"

namespace engine {

namespace {

[[noreturn]] void refuse(std::string const& place, std::string const& reason) {
  throw Failure(Fault::bad_data,
                "cannot read exclusion mask: " + place + " (" + reason +
                    ") - give a FITS image on the sky, 0 where background must not be counted");
}

bool is_image(FitsHeader const& header) {
  std::string const extension = header.text("XTENSION").value_or("IMAGE");
  return extension == "IMAGE" && header.integer("NAXIS").value_or(0) >= 2;
}

int find_image(FitsFile& file, std::string const& extname) {
  if (!extname.empty()) {
    std::optional<int> const named = file.find_hdu(extname);
    if (!named || !is_image(file.header(*named))) refuse(file.path(), "there is no image " + extname);
    return *named;
  }
  for (int hdu = 1; hdu <= file.hdu_count(); ++hdu)
    if (is_image(file.header(hdu))) return hdu;
  refuse(file.path(), "there is no image");
}

std::uint64_t big_endian(std::byte const* p, std::size_t n) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < n; ++i) value = value << 8U | std::to_integer<std::uint64_t>(p[i]);
  return value;
}

/// Stored values compared with the stored zero: BSCALE does not matter, BZERO does.
class Pixels {
 public:
  explicit Pixels(FitsHeader const& header)
      : bitpix_(header.integer("BITPIX").value_or(0)),
        scale_(header.real("BSCALE").value_or(1)),
        zero_(header.real("BZERO").value_or(0)),
        blank_(bitpix_ > 0 ? header.integer("BLANK") : std::nullopt) {
    if (bitpix_ != 8 && bitpix_ != 16 && bitpix_ != 32 && bitpix_ != 64 && bitpix_ != -32 && bitpix_ != -64)
      refuse(header.place(), "BITPIX = " + std::to_string(bitpix_));
  }
  std::size_t bytes() const { return static_cast<std::size_t>(std::abs(bitpix_)) / 8; }
  bool usable(std::byte const* p) const {
    std::uint64_t const bits = big_endian(p, bytes());
    if (bitpix_ == -32) return stands(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
    if (bitpix_ == -64) return stands(std::bit_cast<double>(bits));
    std::int64_t const whole = bitpix_ == 8    ? static_cast<std::int64_t>(bits)
                               : bitpix_ == 16 ? static_cast<std::int16_t>(static_cast<std::uint16_t>(bits))
                               : bitpix_ == 32 ? static_cast<std::int32_t>(static_cast<std::uint32_t>(bits))
                                               : static_cast<std::int64_t>(bits);
    return !(blank_ && whole == *blank_) && stands(static_cast<double>(whole));
  }

 private:
  bool stands(double stored) const {
    double const value = stored * scale_ + zero_;
    return !std::isnan(value) && value != 0;
  }
  std::int64_t bitpix_;
  double scale_, zero_;
  std::optional<std::int64_t> blank_;
};

void require_one_plane(FitsHeader const& header) {
  for (std::int64_t axis = 3; axis <= header.integer("NAXIS").value_or(0); ++axis)
    if (header.integer("NAXIS" + std::to_string(axis)).value_or(0) != 1)
      refuse(header.place(), "it has more than one plane");
}

std::string cards_of(FitsHeader const& header) {
  std::string cards;
  for (FitsCard const& card : header.cards()) {
    std::string record = card.record;
    record.resize(80, ' ');
    cards += record;
  }
  return cards;
}

}  // namespace

ExclusionMask read_exclusion_mask(std::string const& path, std::string const& extname,
                                  FileNameSyntax syntax) {
  FitsFile file = FitsFile::open(path, syntax);
  int const hdu = find_image(file, extname);
  FitsHeader const header = file.header(hdu);
  require_one_plane(header);
  Pixels const pixels(header);
  SkyGeometry geometry = geometry_from_cards(cards_of(header), header.place());
  std::size_t const count = geometry.pixels();
  FitsTable const unit = file.data_unit(hdu);
  if (count == 0 || count > unit.rows / pixels.bytes())
    refuse(header.place(), "its pixels are not all there");

  ExclusionMask out{std::move(geometry), std::vector<std::uint8_t>(count)};
  std::vector<std::byte> buffer;
  constexpr std::size_t at_once = std::size_t{1} << 18;
  for (std::size_t first = 0; first < count; first += at_once) {
    std::size_t const last = std::min(count, first + at_once);
    auto const bytes = file.rows(unit, {first * pixels.bytes(), last * pixels.bytes()}, buffer);
    for (std::size_t i = first; i < last; ++i)
      out.usable[i] = pixels.usable(bytes.data() + (i - first) * pixels.bytes()) ? 1 : 0;
  }
  return out;
}

}  // namespace engine
