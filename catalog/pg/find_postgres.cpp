#include "catalog/pg/find_postgres.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <unistd.h>

#include "catalog/pg/process.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace catalog::pg {

namespace {

namespace fs = std::filesystem;
constexpr int oldest_major = 13;
constexpr std::chrono::seconds patience{20};

bool runnable(fs::path const& program) {
  std::error_code none;
  return fs::is_regular_file(program, none) && access(program.c_str(), X_OK) == 0;
}

std::vector<std::string> path_directories() {
  char const* const path = std::getenv("PATH");
  return engine::split(path ? path : "/usr/bin:/bin", ':');
}

std::string first_line_of(std::vector<std::string> words) {
  try {
    Outcome const outcome = run_program({.words = std::move(words)}, patience);
    return outcome.status == 0 ? outcome.output.substr(0, outcome.output.find('\n')) : std::string{};
  } catch (engine::Failure const&) {
    return {};  // a broken installation is not there
  }
}

/// parent/<any name with the prefix>/tail
void add_matches(std::vector<std::string>& out, fs::path const& parent, std::string const& prefix) {
  std::error_code error;
  for (fs::directory_iterator it(parent, error), end; !error && it != end; it.increment(error))
    if (it->path().filename().string().starts_with(prefix)) out.push_back((it->path() / "bin").string());
}

std::vector<std::string> candidate_directories() {
  std::vector<std::string> out;
  for (std::string const& directory : path_directories())
    if (runnable(fs::path(directory) / "pg_config"))
      out.push_back(first_line_of({(fs::path(directory) / "pg_config").string(), "--bindir"}));
  add_matches(out, "/usr/lib/postgresql", "");
  add_matches(out, "/usr", "pgsql-");
  for (std::string const& directory : path_directories()) out.push_back(directory);
  return out;
}

std::optional<Binaries> binaries_in(std::string const& directory) {
  fs::path const postgres = fs::path(directory) / "postgres";
  if (directory.empty() || !runnable(postgres) || !runnable(fs::path(directory) / "initdb"))
    return std::nullopt;
  int const major = major_of(first_line_of({postgres.string(), "--version"}));
  if (major == 0) return std::nullopt;
  return Binaries{directory, major};
}

[[noreturn]] void none_fits(std::vector<Binaries> const& found, std::optional<int> wanted,
                            std::string const& where) {
  std::vector<std::string> words;
  for (Binaries const& one : found) words.push_back(std::to_string(one.major) + " in " + one.directory);
  std::string const have =
      words.empty() ? "no initdb and postgres found" + where : "found only " + engine::joined(words, ", ");
  if (wanted)
    throw engine::Failure(engine::Fault::missing_resource,
                          "cannot start PostgreSQL: the data were made by version " +
                              std::to_string(*wanted) + " (" + have + ") - install PostgreSQL " +
                              std::to_string(*wanted) + ", or move the data with pg_upgrade");
  throw engine::Failure(engine::Fault::missing_resource,
                        "cannot start PostgreSQL: version 13 or newer is needed (" + have +
                            ") - install it, or give the connection string of a server");
}

}  // namespace

int major_of(std::string_view version_line) {
  constexpr std::string_view mark = "(PostgreSQL) ";
  std::size_t const at = version_line.find(mark);
  if (at == std::string_view::npos) return 0;
  std::string_view const rest = version_line.substr(at + mark.size());
  std::string_view const digits = rest.substr(0, rest.find_first_not_of("0123456789"));
  return static_cast<int>(engine::whole_number(digits.substr(0, 4)).value_or(0));
}

std::vector<Binaries> installed_binaries() {
  std::vector<Binaries> found;
  std::vector<std::string> seen;
  for (std::string const& directory : candidate_directories()) {
    std::error_code error;
    std::string const real = fs::canonical(directory, error).string();
    if (error || std::find(seen.begin(), seen.end(), real) != seen.end()) continue;
    seen.push_back(real);
    if (auto const binaries = binaries_in(real)) found.push_back(*binaries);
  }
  return found;
}

Binaries find_postgres(std::string const& directory, std::optional<int> wanted) {
  std::vector<Binaries> found;
  if (directory.empty())
    found = installed_binaries();
  else if (auto const binaries = binaries_in(directory))
    found.push_back(*binaries);
  std::sort(found.begin(), found.end(),
            [](Binaries const& a, Binaries const& b) { return a.major > b.major; });
  for (Binaries const& one : found)
    if (wanted ? one.major == *wanted : one.major >= oldest_major) return one;
  none_fits(found, wanted, directory.empty() ? "" : " in " + directory);
}

}  // namespace catalog::pg
