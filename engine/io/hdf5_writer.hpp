/// Writing HDF5: RAII over the few calls that products need. The header knows no HDF5.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/io/fits_writer.hpp"
#include "engine/io/hdf5_columns.hpp"

namespace engine {

/// A new file without time stamps. Failures are missing_resource and name the file.
class Hdf5Writer {
 public:
  static Hdf5Writer create(std::string const& path);  ///< must not exist
  Hdf5Writer(Hdf5Writer&&) noexcept;
  Hdf5Writer& operator=(Hdf5Writer&&) noexcept;
  ~Hdf5Writer();

  void group(std::string const& path);
  /// A dataset of `rows` rows that is filled block by block with big-endian elements.
  void dataset(std::string const& path, ColumnDataset const& layout, std::size_t rows,
               std::string const& unit);
  void write_rows(std::string const& path, ColumnDataset const& layout, std::size_t first_row,
                  std::span<std::byte const> elements);
  void dataset(std::string const& path, std::span<double const> values, std::string const& unit);
  void dataset(std::string const& path, std::span<std::int64_t const> values);
  void text(std::string const& path, std::string const& value);

  void attribute(FitsKey const& fact);  ///< of the root group
  void close();  ///< writes the sum of datasets and attributes (hdf5_content.hpp), flushes and syncs to disk

 private:
  struct Handle;
  explicit Hdf5Writer(std::unique_ptr<Handle> handle);
  std::unique_ptr<Handle> handle_;
};

}  // namespace engine
