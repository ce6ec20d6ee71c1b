/// Header cards (FITS standard 4.0 section 4) written as text, for tables that are streamed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace catalog {

inline constexpr std::size_t fits_block = 2880;

/// Cards of 80 characters; text is made printable ASCII and cut to what one card holds.
class FitsCards {
 public:
  explicit FitsCards(std::string& out) : out_(out), start_(out.size()) {}
  void text(std::string_view keyword, std::string_view value, std::string_view comment = {});
  void text_if(std::string const& keyword, std::string_view value);  ///< left out when empty
  void integer(std::string_view keyword, std::int64_t value, std::string_view comment = {});
  void logical(std::string_view keyword, bool value, std::string_view comment = {});
  void commentary(std::string_view keyword,
                  std::string_view text);  ///< HISTORY, COMMENT: as many cards as needed
  void end();                              ///< END and the fill of the last block

 private:
  void card(std::string text);
  std::string& out_;
  std::size_t start_;
};

}  // namespace catalog
