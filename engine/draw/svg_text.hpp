/// What an SVG made by cairo needs before it is published.
#pragma once

#include <string>
#include <string_view>

namespace engine {

/// The text with each byte that is no part of valid UTF-8, and each control character, as '?'.
std::string printable(std::string_view text);

/// & < > " as entities.
std::string xml_escaped(std::string_view text);

/// cairo numbers images and groups over the life of the process: here they are counted from 1 in each file.
std::string with_own_numbers(std::string_view svg);

/// Images with sharp pixels in browsers, and a title and a description for those who do not see the picture
/// (cairo draws letters as outlines, which no search and no screen reader finds).
std::string with_description(std::string_view svg, std::string_view title, std::string_view description);

}  // namespace engine
