/// One 80-character record of a header as a keyword with its value.
#pragma once

#include <string>

#include "engine/io/fits_header.hpp"

namespace engine {

/// A record that is no card by the standard is kept as it is, without a value.
FitsCard parsed_card(std::string const& record);

/// Does its text go on in a CONTINUE record behind it (OGIP long string convention)?
bool is_continued(FitsCard const& card);

/// The text between the first quotes at or behind `from`; '' is one quote.
std::string unquoted_text(std::string const& text, std::size_t from);

}  // namespace engine
