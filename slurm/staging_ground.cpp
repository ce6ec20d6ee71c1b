#include "slurm/staging_ground.hpp"

#include <fstream>
#include <iterator>

#include "engine/base/failure.hpp"
#include "engine/io/durable.hpp"
#include "jobs/job_directory.hpp"
#include "jobs/work/work_files.hpp"
#include "slurm/staging_words.hpp"

namespace slurm {
namespace {

namespace fs = std::filesystem;
using engine::Failure;
using engine::Fault;

constexpr char const *mark_name = ".distiller-stage", *waste = "waste", *uses_name = "uses";
constexpr auto old = std::chrono::hours(24 * 7);

void make_ground(fs::path const& base, std::string const& token) {
  std::error_code none;
  if (fs::exists(base, none) && !fs::is_empty(base, none))
    throw Failure(Fault::bad_request,
                  "the folder for files on the cluster is not empty and none of ours - choose another one");
  engine::make_folders(base.string());
  fs::permissions(base, fs::perms::owner_all);
  try {
    engine::write_new_file((base / mark_name).string(), token + "\n");
  } catch (Failure const&) {
    // Another call of this service was faster; whose it is is looked at in a moment.
  }
}

std::vector<fs::path> children_of(fs::path const& folder) {
  std::vector<fs::path> found;
  std::error_code none;
  for (fs::directory_iterator i(folder, none), end; i != end; i.increment(none)) found.push_back(i->path());
  return found;
}

void remove_below(fs::path const& folder) noexcept {
  std::error_code none;
  for (fs::directory_iterator i(folder, none), end; i != end; i.increment(none))
    fs::remove_all(i->path(), none);
}

}  // namespace

StageGround::StageGround(fs::path base, std::string const& token) : base_(std::move(base)) {
  auto mark = jobs::file_text(base_ / mark_name);
  if (!mark) {
    make_ground(base_, token);
    mark = jobs::file_text(base_ / mark_name);
  }
  if (mark != token + "\n")
    throw Failure(Fault::bad_request,
                  "the folder for files on the cluster belongs to another service of this name - give each "
                  "service a name of its own");
  for (char const* const folder : {"jobs", "store", "incoming", waste})
    engine::make_folders((base_ / folder).string());
}

fs::path StageGround::job(std::string const& name) const {
  auto const slash = name.find('/');
  if (slash == name.npos || !jobs::is_safe_name(name.substr(0, slash)) ||
      !jobs::is_safe_name(name.substr(slash + 1)))
    throw Failure(Fault::bad_data, "no name of a job: '" + name + "'");
  return base_ / "jobs" / name;
}

std::vector<std::string> StageGround::jobs() const {
  std::vector<std::string> names;
  for (fs::path const& list : children_of(base_ / "jobs"))
    for (fs::path const& job : children_of(list))
      names.push_back(list.filename().string() + "/" + job.filename().string());
  return names;
}

void StageGround::note_uses(std::string const& name, std::set<std::string> const& keys) const {
  fs::path const folder = job(name);
  engine::make_folders(folder.string());
  jobs::replace_file(folder / uses_name, packed_words({keys.begin(), keys.end()}), jobs::Sync::no);
}

std::set<std::string> StageGround::used() const {
  std::set<std::string> keys;
  for (std::string const& name : jobs())
    if (auto const text = jobs::file_text(base_ / "jobs" / name / uses_name, std::size_t{1} << 30))
      for (auto& key : unpacked_words(*text)) keys.insert(std::move(key));
  return keys;
}

void StageGround::remove(std::string const& name) const {
  fs::path const folder = job(name), away = base_ / waste / engine::random_name();
  std::error_code none;
  fs::rename(folder, away, none);
  fs::remove_all(away, none);
  if (fs::exists(folder, none))
    throw Failure(Fault::missing_resource, "the files of a job on the cluster cannot be removed now");
}

void StageGround::empty_waste() const noexcept { remove_below(base_ / waste); }

void StageGround::forget_old_arrivals() const noexcept {
  std::error_code none;
  for (fs::recursive_directory_iterator i(base_ / "incoming", none), end; i != end; i.increment(none)) {
    bool const is_file = i->is_regular_file(none);
    auto const written = i->last_write_time(none);
    if (is_file && !none && fs::file_time_type::clock::now() - written > old) fs::remove(i->path(), none);
  }
}

}  // namespace slurm
