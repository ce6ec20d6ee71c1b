// The far end, before a batch: data files come into the store, a job's folder comes into being.
#include <algorithm>

#include "engine/base/failure.hpp"
#include "engine/io/durable.hpp"
#include "slurm/staging_agent_steps.hpp"
#include "slurm/staging_store.hpp"

namespace slurm {
namespace {

namespace fs = std::filesystem;
using engine::Failure;
using engine::Fault;

void make_link(fs::path const& target, fs::path const& name) {
  engine::make_folders(name.parent_path().string());
  std::error_code error;
  fs::create_symlink(target, name, error);
  if (error == std::errc::file_exists) {
    fs::remove_all(name);
    fs::create_symlink(target, name, error);
  }
  if (error) throw engine::system_failure("cannot prepare the files of a job", name.string(), error.value());
}

std::string plain_key(std::string key) {
  if (key.size() < 64 || key.find('/') != key.npos) throw Failure(Fault::bad_data, "no key: '" + key + "'");
  return key;
}

/// Names of files that are not there or have another sum.
std::vector<std::string> spoilt(fs::path const& folder, std::vector<std::string> const& files_and_sums) {
  std::vector<std::string> paths, wrong;
  for (std::size_t i = 0; i < files_and_sums.size(); i += 2)
    paths.push_back(file_inside(folder, files_and_sums[i]).string());
  auto const sums = sums_of_files(paths);
  for (std::size_t i = 0; i < sums.size(); ++i)
    if (sums[i] != files_and_sums[2 * i + 1]) wrong.push_back(files_and_sums[2 * i]);
  return wrong;
}

}  // namespace

std::vector<std::string> begin_step(StageGround const& ground, WordReader& words) {
  std::string const job = words.take();
  std::uint64_t const most = words.take_number();
  auto const list = words.take_list(2);
  std::vector<std::pair<std::string, std::uint64_t>> wanted;
  std::set<std::string> keys;
  WordReader pairs(list);
  while (!pairs.at_end()) {
    std::string key = plain_key(pairs.take());
    wanted.emplace_back(key, pairs.take_number());
    keys.insert(std::move(key));
  }
  fs::path const folder = ground.job(job);
  std::error_code none;
  for (char const* const old : {"job", "job.new", "data"}) fs::remove_all(folder / old, none);
  ground.note_uses(job, keys);
  engine::make_folders((folder / "job.new").string());

  StageStore const store(ground.base());
  auto const missing = store.missing(wanted);
  std::uint64_t bytes = 0;
  for (auto const& [key, size] : wanted)
    if (std::ranges::find(missing, key) != missing.end()) bytes += size;
  if (bytes > 0) store.make_room(bytes, most, ground.used());
  std::vector<std::string> answer;
  add_list(answer, missing);
  return answer;
}

std::vector<std::string> keep_step(StageGround const& ground, WordReader& words) {
  StageStore const store(ground.base());
  std::vector<std::string> keys, paths, wrong, answer;
  for (auto& key : words.take_list()) keys.push_back(plain_key(std::move(key)));
  for (auto const& key : keys) paths.push_back((ground.base() / "incoming" / key).string());
  auto const sums = sums_of_files(paths);
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (!store.take(paths[i], keys[i], sums[i])) wrong.push_back(keys[i]);
  add_list(answer, wrong);
  return answer;
}

std::vector<std::string> place_step(StageGround const& ground, WordReader& words) {
  std::string const job = words.take();
  auto const files = words.take_list(2), links = words.take_list(2), data = words.take_list(2),
             texts = words.take_list(2), folders = words.take_list();
  fs::path const folder = ground.job(job), fresh = folder / "job.new";
  StageStore const store(ground.base());
  auto wrong = spoilt(fresh, files);
  for (std::size_t i = 0; i < data.size(); i += 2)
    if (!store.has(data[i + 1])) wrong.push_back(data[i + 1]);
  std::vector<std::string> answer;
  add_list(answer, wrong);
  if (!wrong.empty()) return answer;
  for (std::size_t i = 0; i < data.size(); i += 2)
    make_link(store.path_of(data[i + 1]), file_inside(folder / "data", fs::path(data[i]).relative_path()));
  for (std::size_t i = 0; i < links.size(); i += 2) make_link(links[i + 1], file_inside(fresh, links[i]));
  for (auto const& name : folders) engine::make_folders(file_inside(fresh, name).string());
  for (std::size_t i = 0; i < texts.size(); i += 2) {
    fs::path const path = file_inside(fresh, texts[i]);
    engine::make_folders(path.parent_path().string());
    fs::remove(path);
    engine::write_new_file(path.string(), texts[i + 1]);
  }
  int const error = engine::rename_file(fresh.string(), (folder / "job").string(), engine::Replace::no);
  if (error != 0) throw engine::system_failure("cannot prepare the files of a job", folder.string(), error);
  return answer;
}

}  // namespace slurm
