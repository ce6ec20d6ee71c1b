/// Reading FITS: RAII over cfitsio for headers and table layouts, plain reads for the rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/fits_header.hpp"
#include "engine/io/fits_table.hpp"
#include "engine/model/events.hpp"
#include "engine/model/observation.hpp"

namespace engine {

/// Opened read-only. gzip files are inflated at opening (libdeflate; above `inflate_in_memory` bytes into an
/// unlinked temporary file). One object is for one thread; different objects are independent, also of one
/// file. Failures name file and HDU; a file that is missing is missing_resource, everything else bad_data.
class FitsFile {
 public:
  static FitsFile open(std::string const& path, FileNameSyntax syntax = FileNameSyntax::literal);
  FitsFile(FitsFile&&) noexcept;
  FitsFile& operator=(FitsFile&&) noexcept;
  ~FitsFile();

  std::string const& path() const;
  bool compressed() const;  ///< its bytes were inflated: it cannot be read in parts
  int hdu_count();
  FitsHeader const& header(int hdu);  ///< 1 is the primary HDU; good as long as the file is open
  bool is_binary_table(int hdu);
  /// What lies behind the last HDU that can be read: not 0 where the next header is damaged, or where
  /// something was appended. 0 if the size is unknown (cfitsio's filters and URLs).
  std::size_t bytes_behind_last_hdu();
  std::string const&
  damage_behind_last_hdu();  ///< why the next header cannot be read; empty if there is none
  /// The first HDU of that EXTNAME (any case), or nothing.
  std::optional<int> find_hdu(std::string_view extname);

  /// Layout of a binary table. Refuses rows that the file does not hold ("truncated"), and TFORMs it cannot
  /// know.
  FitsTable table(int hdu);
  /// The bytes of some rows. The span points into `buffer` or into the inflated file, and is good until
  /// either changes.
  std::span<std::byte const> rows(FitsTable const& table, Rows range, std::vector<std::byte>& buffer);
  /// The data unit of any HDU, heap and padding included, as rows of one byte for rows(). Refuses one that
  /// the file does not hold whole.
  FitsTable data_unit(int hdu);
  /// One numeric cell or column as doubles, scaled, TNULL as NaN: for small tables (GTI, responses, indices).
  std::vector<double> numbers(FitsTable const& table, std::string_view column);
  std::vector<std::int64_t> integers(FitsTable const& table, std::string_view column);
  std::vector<std::string> texts(FitsTable const& table,
                                 std::string_view column);  ///< trimmed; null is empty

  /// The bytes of a data unit, heap and padding too, in blocks. Not for files that only cfitsio can read.
  void for_each_data_block(int hdu, std::function<void(std::span<char const>)> const& take);

  /// Whether the data and the whole HDU still add up to DATASUM and CHECKSUM.
  enum class Sum { absent, right, wrong };
  struct Sums {
    Sum data = Sum::absent, hdu = Sum::absent;
  };
  Sums verify_sums(int hdu);

  /// Copies a whole HDU byte for byte behind the last one of an open writer's file.
  void copy_hdu(int hdu, class FitsWriter& to);

 private:
  struct Handle;
  explicit FitsFile(std::unique_ptr<Handle> handle);
  std::unique_ptr<Handle> handle_;
};

inline constexpr std::size_t inflate_in_memory = std::size_t{1} << 30;

}  // namespace engine
