#include "slurm/staging_places.hpp"

#include <algorithm>
#include <iterator>

namespace slurm {
namespace {

namespace fs = std::filesystem;

fs::path plain(fs::path const& path) {
  fs::path normal = fs::absolute(path).lexically_normal();
  return normal.has_filename() || normal == normal.root_path() ? normal : normal.parent_path();
}

bool continues_a_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.';
}

std::string replaced(std::string text, std::string const& from, std::string const& to) {
  for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at)) {
    std::size_t const end = at + from.size();
    bool const begins = at == 0 || (!continues_a_name(text[at - 1]) && text[at - 1] != '/');
    bool const ends = end == text.size() || !continues_a_name(text[end]);
    if (begins && ends) text.replace(at, from.size(), to);
    at += begins && ends ? to.size() : from.size();
  }
  return text;
}

}  // namespace

bool is_within(fs::path const& path, fs::path const& folder) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

StagePlaces::StagePlaces(fs::path const& root, fs::path const& stage, std::string const& name)
    : root_(plain(root)), base_(plain(stage / name)) {}

std::optional<std::string> StagePlaces::job_of(fs::path const& local) const {
  fs::path const path = plain(local);
  if (!is_within(path, root_)) return std::nullopt;
  auto step = path.begin();
  std::advance(step, std::distance(root_.begin(), root_.end()));
  if (step == path.end()) return std::nullopt;
  std::string const list = (step++)->string();
  if (step == path.end()) return std::nullopt;
  return list + "/" + step->string();
}

fs::path StagePlaces::there(fs::path const& local) const {
  fs::path const path = plain(local);
  if (!is_within(path, root_)) return path;
  auto const job = job_of(path);
  if (!job) return plain(base_ / "jobs" / path.lexically_relative(root_));
  return plain(job_there(*job) / path.lexically_relative(folder_here(*job)));
}

fs::path StagePlaces::there_for(std::string const& job, fs::path const& local) const {
  fs::path const path = plain(local);
  if (is_within(path, folder_here(job))) return there(path);
  return base_ / "jobs" / job / "data" / path.relative_path();
}

std::string StagePlaces::text_there(std::string const& job, std::string text) const {
  return replaced(std::move(text), folder_here(job).string(), job_there(job).string());
}

std::string StagePlaces::text_here(std::string const& job, std::string text) const {
  return replaced(std::move(text), job_there(job).string(), folder_here(job).string());
}

}  // namespace slurm
