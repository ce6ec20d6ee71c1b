#include "jobs/types/folder_source.hpp"

#include <fstream>
#include <set>
#include <sstream>
#include <system_error>

#include "jobs/types/job_type_json.hpp"

namespace jobs {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t largest_file = 1 << 20;

bool is_description(fs::directory_entry const& entry) {
  std::error_code ignored;
  std::string const name = entry.path().filename().string();
  return entry.path().extension() == ".json" && !name.starts_with('.') && entry.is_regular_file(ignored);
}

}  // namespace

void FolderSource::read(fs::path const& path, File& file) const {
  std::string const name = path.filename().string();
  file.problems.clear();
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in || in.bad()) {
    file.problems.push_back(path.string() + ": cannot be read");
    return;
  }
  ReadJobTypes found = read_job_types(text.str(), Dialect::strict, name);
  file.problems = std::move(found.problems);
  // All or nothing of a file: half of a change is no state that anybody wanted.
  if (file.problems.empty()) file.good = std::move(found.types);
}

std::vector<JobType> FolderSource::types(std::vector<std::string>& complaints) {
  std::vector<JobType> out;
  seen_.clear();
  std::set<fs::path> present;
  std::error_code trouble;
  for (fs::directory_iterator entry(folder_, trouble), end; !trouble && entry != end;
       entry.increment(trouble)) {
    if (!is_description(*entry)) continue;
    std::error_code gone;
    Stamp const stamp{entry->last_write_time(gone), entry->file_size(gone)};
    if (gone) continue;
    present.insert(entry->path());
    File& file = files_[entry->path()];
    if (file.stamp == stamp) continue;
    file.stamp = stamp;
    if (stamp.size > largest_file)
      file.problems = {entry->path().string() + ": larger than " + std::to_string(largest_file) + " bytes"};
    else
      read(entry->path(), file);
  }
  // A folder that is away for a moment takes no types with it.
  if (trouble)
    complaints.push_back("cannot look into " + folder_.string() + ": " + trouble.message());
  else
    std::erase_if(files_, [&](auto const& file) { return !present.contains(file.first); });
  for (auto const& [path, file] : files_) {
    for (std::string const& problem : file.problems)
      complaints.push_back(problem + (file.good.empty() ? "" : " (the file's last good state stays in use)"));
    out.insert(out.end(), file.good.begin(), file.good.end());
  }
  return out;
}

bool FolderSource::is_second(JobType const& type) { return ++seen_[type.name] > 1; }

}  // namespace jobs
