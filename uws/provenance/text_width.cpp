#include "uws/provenance/text_width.hpp"

#include <algorithm>
#include <array>

#include "catalog/table/utf8.hpp"
#include "uws/provenance/names.hpp"

namespace uws::prov {

namespace {

// Advance widths of DejaVu Sans in thousandths of the size, from blank to tilde.
constexpr std::array<short, 95> widths{
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361,  318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635,  611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352,  635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592,  525, 636, 337, 636, 838};

double width_of(char32_t c) {
  if (c >= 0x20 && c < 0x7F) return widths[c - 0x20];
  bool const combining = c >= 0x300 && c < 0x370;
  bool const wide = c >= 0x1100 && c != 0x2026;
  return combining ? 0 : wide && c >= 0x2E80 ? 1000 : 680;
}

}  // namespace

double text_width(std::string_view utf8, double size, bool bold) {
  double sum = 0;
  while (!utf8.empty()) {
    auto const point = catalog::first_code_point(utf8);
    sum += width_of(point.value);
    utf8.remove_prefix(std::max<std::size_t>(point.bytes, 1));
  }
  return sum * size / 1000 * (bold ? 1.12 : 1);
}

std::string shortened(std::string_view utf8, std::size_t characters) {
  std::string out, text = clean_text(utf8.substr(0, characters * 8));
  std::size_t count = 0;
  std::string_view rest = text;
  while (!rest.empty()) {
    auto const point = catalog::first_code_point(rest);
    bool const blank = point.value <= 0x20;
    if (!(blank && (out.empty() || out.back() == ' '))) {
      if (++count >= characters && rest.size() > point.bytes) return out + "\u2026";
      out += blank ? std::string_view(" ") : rest.substr(0, point.bytes);
    }
    rest.remove_prefix(point.bytes);
  }
  return out;
}

}  // namespace uws::prov
