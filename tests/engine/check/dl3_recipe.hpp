/// A DL3 file as values, so that a test can spoil one of them and write it.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "engine/check/check_data_set.hpp"
#include "engine/io/fits_writer.hpp"

namespace test_support {

using ColumnContent = std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::string>>;
struct ColumnRecipe {
  engine::FitsColumnFormat format;
  ColumnContent values;
};

struct TableRecipe {
  std::string extname;
  std::vector<engine::FitsKey> keys{};
  std::vector<ColumnRecipe> columns{};
  std::vector<std::string> cards{};  ///< 80 characters each, appended as they are

  void set(std::string const& keyword, std::variant<bool, std::int64_t, double, std::string> const& value);
  void remove(std::string const& keyword);
  ColumnRecipe& column(std::string const& name);
  void remove_column(std::string const& name);
};

struct FileRecipe {
  std::vector<TableRecipe> tables;
  TableRecipe& table(std::string const& extname);
  void remove_table(std::string const& extname);
};

/// A run of 100 s of H.E.S.S. with five events, all five responses, nothing wrong with it. GADF 0.3.
FileRecipe perfect_run(std::int64_t obs_id = 7);
void write_file(std::string const& path, FileRecipe const& file);

/// Index tables for runs in files of the same folder, "run-<id>.fits".
FileRecipe perfect_hdu_index(std::vector<std::int64_t> const& obs_ids);
FileRecipe perfect_obs_index(std::vector<std::int64_t> const& obs_ids);
std::string file_name_of(std::int64_t obs_id);

/// A whole set in a folder of its own; spoil any part, then check().
struct SetRecipe {
  explicit SetRecipe(std::vector<std::int64_t> const& obs_ids = {7});
  std::vector<std::int64_t> obs_ids;
  std::vector<FileRecipe> runs;
  FileRecipe hdu_index, obs_index;
  void write(std::string const& folder) const;
};
engine::CheckReport check(SetRecipe const& set);

/// "error events-outside-gti TIME", sorted, each once.
std::vector<std::string> told(engine::CheckReport const& report);

}  // namespace test_support
