// Products of parts: found, checked, taken, removed.
#include <algorithm>
#include <cerrno>
#include <filesystem>

#include <sys/stat.h>
#include <unistd.h>

#include "engine/app/gather_parts.hpp"
#include "engine/app/interrupt.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/durable.hpp"
#include "engine/io/sha256.hpp"
#include "engine/parallel/threads.hpp"

namespace engine {

namespace {

namespace fs = std::filesystem;

std::string path_of(PartProduct const& product) { return product.folder + "/" + product.file.path; }

[[noreturn]] void changed(PartProduct const& product, std::string const& how) {
  throw Failure(Fault::bad_data, "not as its part left it: " + path_of(product) + " (" + how +
                                     ") - run this part again, or copy its files again");
}

void check_product(PartProduct const& product, bool verify) {
  std::string const path = path_of(product);
  std::error_code error;
  std::uintmax_t const bytes = fs::file_size(path, error);
  if (error) changed(product, error.message());
  if (bytes != product.file.bytes)
    changed(product, std::to_string(bytes) + " bytes instead of " + std::to_string(product.file.bytes));
  if (verify && sha256_of_file(path) != product.file.sha256) changed(product, "another SHA-256");
}

/// Deepest first; those that are not empty stay.
void remove_empty_below(std::string const& folder) {
  std::error_code ignored;
  std::vector<std::string> folders{folder};
  for (auto const& entry : fs::recursive_directory_iterator(folder, ignored))
    if (entry.is_directory(ignored)) folders.push_back(entry.path().string());
  for (auto it = folders.rbegin(); it != folders.rend(); ++it) ::rmdir(it->c_str());
}

}  // namespace

std::map<std::string, PartProduct> products_of(JobParts const& parts, std::vector<std::string> const& roles) {
  std::map<std::string, PartProduct> all;
  for (std::size_t i = 0; i < parts.notes.size(); ++i)
    for (ProductFile const& file : parts.notes[i].products)
      if (std::find(roles.begin(), roles.end(), file.role) != roles.end())
        all.try_emplace(file.path, PartProduct{parts.folders[i], file});
  return all;
}

void check_products(std::map<std::string, PartProduct> const& products, bool verify, int threads) {
  std::vector<PartProduct const*> list;
  for (auto const& [name, product] : products) list.push_back(&product);
  for_each_item(list.size(), threads, [&](std::size_t item, int) {
    stop_if_interrupted();
    check_product(*list[item], verify);
  });
}

void take_file(std::string const& from, std::string const& to) {
  if (::link(from.c_str(), to.c_str()) == 0) return;
  // Another file system, or one without second names.
  if (errno != EXDEV && errno != EPERM && errno != ENOTSUP && errno != ENOSYS && errno != EMLINK)
    throw system_failure("cannot take a product of a part", from, errno);
  copy_file_durably(from, to);
}

void remove_parts(JobParts const& parts, ParameterValues const& job) {
  bool const prefixed = find_parameter(job.command(), "prefix") != nullptr;
  std::string const report = (prefixed ? job.text("prefix") : "") + job.command().name + "_report.json";
  for (std::size_t i = 0; i < parts.notes.size(); ++i) {
    std::string const& folder = parts.folders[i];
    // First of all: without it this is no part that somebody could gather again.
    ::unlink((folder + "/" + part_note_name).c_str());
    for (ProductFile const& product : parts.notes[i].products)
      ::unlink((folder + "/" + product.path).c_str());
    ::unlink((folder + "/" + report).c_str());
    remove_empty_below(folder);
  }
}

}  // namespace engine
