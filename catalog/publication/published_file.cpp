#include "catalog/publication/published_file.hpp"

#include "engine/io/durable.hpp"

namespace catalog {

namespace fs = std::filesystem;

void keep_file(fs::path const& file, fs::path const& to) {
  std::string const folder = to.parent_path().string();
  engine::make_folders(folder);
  fs::path const aside = to.parent_path() / ("." + to.filename().string() + "-" + engine::random_name());
  std::error_code error;
  fs::create_hard_link(file, aside, error);
  if (error) engine::copy_file_durably(file.string(), aside.string());
  int const failed = engine::rename_file(aside.string(), to.string(), engine::Replace::yes);
  fs::remove(aside, error);  // rename(2) leaves both names where they are one file already
  if (failed != 0) throw engine::system_failure("cannot keep a product", to.string(), failed);
  engine::sync_folder(folder);
}

void drop_file(fs::path const& file, fs::path const& folder) noexcept {
  std::error_code error;
  fs::remove(file, error);
  for (fs::path above = file.parent_path(); above != folder && above.has_relative_path();
       above = above.parent_path())
    if (!fs::remove(above, error) || error) return;
}

}  // namespace catalog
