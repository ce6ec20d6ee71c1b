/// Small response files of a test's own, right or wrong in any chosen way.
#pragma once

#include <string>
#include <vector>

#include "engine/io/fits_writer.hpp"
#include "engine/io/read_response.hpp"

namespace test_support {

struct CellColumn {
  std::string name, format, unit;
  std::vector<double> cells;
  std::vector<std::int64_t> dims{};
};

/// A table of one row; the makers give valid ones of 2 energies and 3 offsets.
struct ResponseFile {
  std::string extname = "RESPONSE";
  std::vector<engine::FitsKey> keys{};
  std::vector<CellColumn> columns{};
  std::size_t rows = 1;

  CellColumn& column(std::string const& name);
  ResponseFile& without(std::string const& name);
  ResponseFile& with_key(std::string const& keyword, std::string const& value);
  ResponseFile& with_key(std::string const& keyword, double value);
};

ResponseFile area_file();        ///< EFFAREA [m2] = 1..6, energies fastest
ResponseFile dispersion_file();  ///< 2 migrations
ResponseFile psf_table_file();   ///< 4 radii
ResponseFile gauss_file();
ResponseFile king_file();
ResponseFile background_2d_file();
ResponseFile background_3d_file();  ///< 3 in DETX, 4 in DETY, energies fastest
ResponseFile rad_max_file();

/// Writes the tables to one new file.
void write(std::string const& path, std::vector<ResponseFile> const& tables);

/// Writes it to a new file and reads that, as of the given type.
engine::LoadedResponse read(ResponseFile const& table, std::string const& type = "");
/// The message with which it is refused; empty if it is not.
std::string refusal(ResponseFile const& table, std::string const& type = "");

}  // namespace test_support
