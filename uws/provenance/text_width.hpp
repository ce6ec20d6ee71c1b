/// How wide text is about to be, without asking a font.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace uws::prov {

/// In the units of `size`, for DejaVu Sans, which is wider than most fonts that may take its place.
double text_width(std::string_view utf8, double size, bool bold = false);

/// At most so many characters, the end cut off ("...") as needed; blanks and line ends become single blanks.
std::string shortened(std::string_view utf8, std::size_t characters);

}  // namespace uws::prov
