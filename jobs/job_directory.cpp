#include "jobs/job_directory.hpp"

#include <algorithm>
#include <cstdint>
#include <system_error>

#include "engine/base/failure.hpp"
#include "engine/io/durable.hpp"
#include "engine/io/sha256.hpp"
#include "jobs/ids.hpp"

namespace jobs {

namespace fs = std::filesystem;

namespace {

constexpr char const* waste = ".waste";

bool is_safe_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
         c == '-';
}

/// Every segment is a safe name, so the path cannot leave its folder.
bool is_safe_path(fs::path const& path) {
  if (path.empty()) return false;
  for (fs::path const& part : path)
    if (!is_safe_name(part.string())) return false;
  return true;
}

fs::path inside(fs::path const& folder, std::string const& relative) {
  if (!is_safe_path(relative))
    throw engine::Failure(engine::Fault::internal, "a job's file has no proper name: '" + relative + "'");
  return folder / relative;
}

/// No link, neither itself nor a folder on the way.
fs::path regular_file(fs::path const& folder, std::string const& relative) {
  fs::path const path = inside(folder, relative);
  fs::path step = folder;
  for (fs::path const& part : fs::path(relative)) {
    step /= part;
    auto const kind = fs::symlink_status(step).type();
    if (kind == fs::file_type::not_found)
      throw engine::Failure(engine::Fault::internal, "a result is missing: '" + relative + "'");
    if (kind != (step == path ? fs::file_type::regular : fs::file_type::directory))
      throw engine::Failure(engine::Fault::bad_data, "a result is not a regular file: '" + relative + "'");
  }
  return path;
}

void sync_all(fs::path const& folder) {
  for (fs::directory_entry const& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      engine::sync_file(entry.path().string());
    else if (entry.is_directory())
      engine::sync_folder(entry.path().string());
  engine::sync_folder(folder.string());
}

std::uintmax_t remove_quietly(fs::path const& path) noexcept {
  std::error_code ignored;
  return fs::remove_all(path, ignored);
}

}  // namespace

bool is_safe_name(std::string_view text) {
  if (text.empty() || text.size() > 100 || text.front() == '.' || text.front() == '-') return false;
  for (char const c : text)
    if (!is_safe_character(c)) return false;
  return true;
}

std::string safe_name(std::string_view text) {
  std::string name(text.substr(0, 100));
  for (char& c : name)
    if (!is_safe_character(c)) c = '_';
  if (name.empty()) return "_";
  if (name.front() == '.' || name.front() == '-') name.front() = '_';
  return name;
}

JobDirectories::JobDirectories(fs::path root) : root_(std::move(root)) {
  engine::make_folders((root_ / waste).string());
}

fs::path JobDirectories::of(std::string const& list, JobId const& id) const {
  if (!is_safe_name(list) || !is_safe_name(id))
    throw engine::Failure(engine::Fault::internal, "no proper name of a job: '" + list + "/" + id + "'");
  return root_ / list / id;
}

std::string JobDirectories::keep_upload(Job const& job, std::string_view name, std::string_view bytes) const {
  fs::path const uploads = of(job) / "uploads";
  engine::make_folders(uploads.string());
  std::string const base = safe_name(name.substr(0, 80));
  for (int number = 1;; ++number) {
    std::string const relative = "uploads/" + std::to_string(number) + "-" + base;
    fs::path const path = of(job) / relative;
    if (fs::exists(path)) continue;
    engine::write_new_file(path.string(), bytes);
    return relative;
  }
}

fs::path JobDirectories::file(Job const& job, std::string const& relative) const {
  return inside(of(job), relative);
}

void JobDirectories::drop_upload(Job const& job, std::string const& relative) const noexcept {
  try {
    remove_quietly(file(job, relative));
  } catch (std::exception const&) {
    // A name that is not ours: nothing to remove.
  }
}

fs::path JobDirectories::begin_results(Job const& job) const {
  drop_results(job);
  fs::path const folder = of(job) / hidden_results;
  engine::make_folders(folder.string());
  return folder;
}

fs::path JobDirectories::resume_results(Job const& job) const {
  fs::path const hidden = of(job) / hidden_results, published = of(job) / "results";
  if (!fs::exists(hidden) && fs::exists(published))
    engine::rename_file(published.string(), hidden.string(), engine::Replace::no);
  engine::make_folders(hidden.string());
  return hidden;
}

void JobDirectories::publish_results(Job const& job) const {
  fs::path const from = of(job) / hidden_results, to = of(job) / "results";
  if (!fs::exists(from)) return;
  if (fs::is_empty(from)) {
    fs::remove(from);
    return;
  }
  sync_all(from);
  remove_quietly(to);
  int const error = engine::rename_file(from.string(), to.string(), engine::Replace::no);
  if (error != 0) throw engine::system_failure("cannot publish the results", to.string(), error);
  engine::sync_folder(of(job).string());
}

void JobDirectories::drop_results(Job const& job) const noexcept {
  try {
    remove_quietly(of(job) / hidden_results);
    remove_quietly(of(job) / "results");
  } catch (std::exception const&) {
    // No such job can have a directory.
  }
}

fs::path JobDirectories::result_file(Job const& job, ResultLink const& result) const {
  return inside(of(job) / "results", result.path);
}

std::string JobDirectories::write_error(Job const& job, std::string_view bytes) const {
  engine::make_folders(of(job).string());
  std::string const name = "error";
  fs::path const path = of(job) / name, aside = of(job) / (".error-" + engine::random_name());
  engine::write_new_file(aside.string(), bytes);
  int const error = engine::rename_file(aside.string(), path.string(), engine::Replace::yes);
  if (error != 0) throw engine::system_failure("cannot write the error document", path.string(), error);
  return name;
}

void JobDirectories::remove(std::string const& list, JobId const& id) const noexcept {
  try {
    fs::path const away = root_ / waste / (id + "-" + engine::random_name());
    std::error_code error;
    fs::rename(of(list, id), away, error);
    remove_quietly(error ? of(list, id) : away);
  } catch (std::exception const&) {
    // The next sweep, or the next start, tries again.
  }
}

void JobDirectories::sweep() const noexcept {
  std::error_code ignored;
  for (fs::directory_iterator i(root_ / waste, ignored), end; i != end; i.increment(ignored))
    remove_quietly(i->path());
}

std::vector<JobId> JobDirectories::present(std::string const& list) const {
  std::vector<JobId> ids;
  std::error_code none;
  for (fs::directory_iterator i(root_ / list, none), end; i != end; i.increment(none))
    if (is_job_id(i->path().filename().string())) ids.push_back(i->path().filename().string());
  return ids;
}

std::vector<std::string> JobDirectories::lists() const {
  std::vector<std::string> names;
  std::error_code none;
  for (fs::directory_iterator i(root_, none), end; i != end; i.increment(none))
    if (is_safe_name(i->path().filename().string())) names.push_back(i->path().filename().string());
  return names;
}

void keep_only(fs::path const& folder, std::vector<ResultLink> const& results) {
  std::vector<fs::path> gone;
  std::error_code error;
  for (fs::recursive_directory_iterator i(folder, error), end; i != end; i.increment(error)) {
    fs::path const relative = i->path().lexically_relative(folder);
    bool const named = std::ranges::any_of(results, [&](ResultLink const& result) {
      auto const [ours, theirs] = std::ranges::mismatch(relative, fs::path(result.path));
      return ours == relative.end();  // the file, or a folder on the way to it
    });
    if (named) continue;
    gone.push_back(i->path());
    i.disable_recursion_pending();
  }
  for (fs::path const& path : gone) remove_quietly(path);
}

void complete_results(fs::path const& folder, std::vector<ResultLink>& results, Checksums checksums) {
  for (ResultLink& result : results) {
    if (result.path.empty()) continue;
    fs::path const path = regular_file(folder, result.path);
    if (!result.size) result.size = static_cast<std::int64_t>(fs::file_size(path));
    if (result.sha256.empty() && checksums == Checksums::yes)
      result.sha256 = engine::sha256_of_file(path.string());
  }
}

}  // namespace jobs
