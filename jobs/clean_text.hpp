/// Text from programs and strangers, made fit for a database, XML and a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace jobs {

/// Bytes that are no UTF-8 (Unicode 15, table 3-7) and control characters other than tab and line feed become
/// U+FFFD; what is longer than `longest` bytes is cut at a character, with "..." behind.
std::string clean_text(std::string_view text, std::size_t longest = 64 << 10);

}  // namespace jobs
