/// Characters of a query: UTF-8, blanks, and the look-alikes that word processors put into pasted queries.
#pragma once

#include <string>
#include <string_view>

namespace catalog::adql {

struct Character {
  char32_t code = 0;
  int bytes = 1;
  bool valid = true;  ///< false: not UTF-8 (RFC 3629); code is the byte then
};

/// The first character of a text that is not empty.
Character first_character(std::string_view text);

inline bool is_letter(char c) { return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z'); }
inline bool is_digit(char c) { return '0' <= c && c <= '9'; }
inline bool is_hex_digit(char c) { return is_digit(c) || ('a' <= c && c <= 'f') || ('A' <= c && c <= 'F'); }
inline bool is_name_part(char c) { return is_letter(c) || is_digit(c) || c == '_'; }

/// White space of ASCII, no-break and other Unicode spaces, the byte order mark.
bool is_blank(char32_t code);

/// Why a character that begins no token is wrong, and what to write instead.
std::string complaint_about(Character character, std::string_view text_from_there);

/// At most 40 characters, with "..." behind when it was longer; control characters become blanks.
std::string shortened(std::string_view text);

}  // namespace catalog::adql
