/// The few keywords that give an HDU its kind, name and size, straight from bytes: for looking ahead where
/// cfitsio would read a whole file, and for refusing sizes before cfitsio believes them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

struct QuickHeader {
  std::map<std::string, std::string, std::less<>> values;  ///< as written, with quotes; the first card wins
  std::vector<std::string> first_keywords;  ///< of the first eight cards, where they have a value
  std::string overlong;   ///< a column keyword whose value is no text that fits a card; empty if none
  std::size_t bytes = 0;  ///< of the header, padded to blocks; 0 if its END was not there yet
  bool is_extension = false;

  std::string text(std::string_view keyword) const;  ///< without quotes; empty if absent
  std::int64_t integer(std::string_view keyword, std::int64_t otherwise) const;
};

/// `text` starts at an HDU, and need not hold all of its header.
QuickHeader quick_header(std::string_view text);

/// Bytes of the data, padded to blocks; nothing if they are more than `limit`, whatever the numbers claim.
std::optional<std::size_t> data_bytes(QuickHeader const& header, std::size_t limit);

/// Fills `into` from that offset of a file; returns how many bytes there were.
using ReadAt = std::function<std::size_t(std::size_t offset, std::span<char> into)>;

/// What cfitsio must not see of the header at that offset; empty if nothing. cfitsio 4.2 makes room for as
/// many columns as a table claims, and for an undefined number of them where a mandatory keyword before
/// TFIELDS (FITS 4.0, sections 7.2.1 and 7.3.1) is missing or no number; and it copies unquoted names of
/// columns beyond the room it has. Of other faults nothing is said; cfitsio finds them.
std::string harm_in_header(std::size_t offset, ReadAt const& read_at);

}  // namespace engine
