/// Writing FITS: one object is one new file; every HDU gets DATASUM and CHECKSUM.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace engine {

/// A keyword to write. Text longer than a card is continued (OGIP long string convention).
struct FitsKey {
  std::string keyword;
  std::variant<bool, std::int64_t, double, std::string> value;
  std::string comment;  ///< with the unit in brackets where there is one: "[s] ..."
};

/// A column to write; `format` is a TFORM ("1K", "1D", "20A", "3E", "1PB"). `dims` goes to TDIMn if not
/// empty.
struct FitsColumnFormat {
  std::string name, format, unit;
  std::vector<std::int64_t> dims{};
};

/// Files carry no clock time: the same content gives the same bytes, so that products can be compared by
/// checksum. Write to a place aside and rename afterwards (atomic_file.hpp). A full disk is
/// Failure(missing_resource).
class FitsWriter {
 public:
  static FitsWriter create(std::string const& path);  ///< the path must not exist; opened literally
  FitsWriter(FitsWriter&&) noexcept;
  FitsWriter& operator=(FitsWriter&&) noexcept;
  ~FitsWriter();  ///< a file that was not closed is deleted

  /// Image HDUs, axes in FITS order (first runs fastest). The first call in a file makes the primary HDU.
  void image(std::string const& extname, std::vector<std::int64_t> const& axes,
             std::span<std::int32_t const> pixels);
  void image(std::string const& extname, std::vector<std::int64_t> const& axes,
             std::span<float const> pixels);
  void image(std::string const& extname, std::vector<std::int64_t> const& axes,
             std::span<double const> pixels);
  void empty_primary();

  /// Starts a binary table; an empty primary HDU is made first if there is none. Rows grow as they are
  /// written.
  void table(std::string const& extname, std::vector<FitsColumnFormat> const& columns);
  void column(int column, std::span<double const> values,
              std::int64_t first_row = 0);  ///< column from 1; row from 0
  void column(int column, std::span<std::int64_t const> values, std::int64_t first_row = 0);
  void column(int column, std::span<std::string const> values, std::int64_t first_row = 0);
  /// One cell of several elements: of a fixed number, or of variable length (formats "1PI", "1PE", ...),
  /// which may be empty.
  void cell(int column, std::int64_t row, std::span<double const> values);
  void cell(int column, std::int64_t row, std::span<std::int64_t const> values);
  /// One variable-length cell of bytes (format "1PB").
  void bytes_cell(int column, std::int64_t row, std::string const& bytes);
  /// Raw rows as they lie in the file (big endian), appended at `first_row`.
  void raw_rows(std::span<std::byte const> bytes, std::size_t row_bytes, std::int64_t first_row);

  void key(FitsKey const& key);  ///< into the HDU written last; replaces one that is there
  void keys(std::vector<FitsKey> const& keys);
  void card(std::string const& record);  ///< 80 characters as they stand, appended
  void history(std::string const& text);
  void comment(std::string const& text);

  void close();  ///< checksums of all HDUs, flush, fsync

  struct Handle;  ///< known to fits_*.cpp alone

 private:
  friend class FitsFile;
  explicit FitsWriter(std::unique_ptr<Handle> handle);
  std::unique_ptr<Handle> handle_;
};

}  // namespace engine
