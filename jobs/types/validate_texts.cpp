#include <algorithm>

#include "jobs/types/validate_parts.hpp"

namespace jobs {

void Complaints::check_text(std::string const& place, std::string_view text, std::size_t most) {
  if (text.size() > most) add(place, "longer than " + std::to_string(most) + " bytes");
  auto const is_control = [](char c) {
    return (c >= '\0' && c < ' ' && c != '\n' && c != '\t' && c != '\r') || c == '\x7f';
  };
  if (std::ranges::any_of(text, is_control)) add(place, "has control characters");
}

void Complaints::check_media_type(std::string const& place, std::string_view type) {
  if (type.empty()) return;
  bool const printable = std::ranges::all_of(type, [](char c) { return c > ' ' && c < '\x7f' && c != '"'; });
  if (!printable || type.size() > 200 || std::ranges::count(type, '/') < 1)
    add(place, "must be a media type such as image/fits");
}

}  // namespace jobs
