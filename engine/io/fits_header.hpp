/// The header of one HDU as a value: keywords by name, with the place they came from for messages.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

struct FitsCard {
  std::string keyword;  ///< upper case; HIERARCH keywords without that word
  std::string value;    ///< strings without quotes and trailing blanks; numbers as written; empty if none
  bool is_string = false;
  std::string comment;
  std::string record;  ///< the 80 characters as they stand; of the first card for a continued string
};

/// Lookups do not care for case. The first card wins where a keyword is repeated (TELLIST stands twice in
/// MAGIC's). A value of another type than asked for throws Failure(bad_data) naming file, HDU and keyword;
/// "absent" and "present without a value" are both nothing.
class FitsHeader {
 public:
  FitsHeader(std::string place, std::vector<FitsCard> cards)
      : place_(std::move(place)), cards_(std::move(cards)) {}

  std::vector<FitsCard> const& cards() const { return cards_; }
  std::string const& place() const { return place_; }  ///< "file.fits[EVENTS]"
  FitsCard const* find(std::string_view keyword) const;
  bool has(std::string_view keyword) const { return find(keyword) != nullptr; }

  std::optional<std::string> text(
      std::string_view keyword) const;  ///< trimmed; numbers as written; blank is nothing
  std::optional<double> real(std::string_view keyword) const;           ///< also from a quoted number; finite
  std::optional<std::int64_t> integer(std::string_view keyword) const;  ///< also 53402.0 and quoted ones
  std::optional<bool> logical(std::string_view keyword) const;

  /// As above, but absence throws: "<keyword> is missing: <place> (<why>) - <remedy>".
  double required_real(std::string_view keyword, std::string_view why) const;

 private:
  std::string place_;
  std::vector<FitsCard> cards_;
};

}  // namespace engine
