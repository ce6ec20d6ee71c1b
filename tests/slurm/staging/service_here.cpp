#include "service_here.hpp"

#include <algorithm>
#include <fstream>
#include <random>
#include <stdexcept>

#include <sys/stat.h>

#include "jobs/process.hpp"

namespace test_staging {

void write_file(fs::path const& path, std::string const& bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out << bytes;
  if (!out.flush()) throw std::runtime_error("cannot write " + path.string());
}

std::string file_bytes(fs::path const& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string sum_by_sha256sum(fs::path const& path) {
  auto const told = jobs::run_process({.argv = {"sha256sum", "--zero", "--", path.string()}});
  return told.output.substr(0, 64);
}

std::string noise(std::size_t size, unsigned seed) {
  std::mt19937_64 random(seed);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random() >> 56);
  return bytes;
}

std::vector<std::string> files_below(fs::path const& folder) {
  std::vector<std::string> found;
  if (!fs::exists(folder)) return found;
  for (auto const& entry : fs::recursive_directory_iterator(folder))
    if (fs::symlink_status(entry.path()).type() != fs::file_type::directory)
      found.push_back(entry.path().lexically_relative(folder).string());
  std::ranges::sort(found);
  return found;
}

ServiceHere::ServiceHere() {
  for (fs::path const& folder : {root(), data(), stage(), aside()}) fs::create_directories(folder);
}

jobs::FileSum ServiceHere::add_data(std::string const& name, std::string const& bytes) {
  fs::path const path = data() / name;
  write_file(path, bytes);
  struct stat file {};
  ::stat(path.c_str(), &file);
  return {.path = path,
          .sha256 = sum_by_sha256sum(path),
          .size = file.st_size,
          .changed = jobs::Instant(
              std::chrono::milliseconds(file.st_mtim.tv_sec * 1000 + file.st_mtim.tv_nsec / 1'000'000))};
}

fs::path ServiceHere::add_job(std::string const& id, std::string const& script,
                              std::vector<jobs::FileSum> data) {
  fs::path const folder = root() / "map" / id, work = folder / "work";
  fs::create_directories(work);
  fs::create_directories(folder / ".results");
  jobs::WorkOrder order;
  order.id = id;
  order.argv = {"/bin/sh", "-c", script, "sh", folder.string()};
  order.directory = folder / ".results";
  order.log_bytes = 1 << 16;
  jobs::write_order(work, order);
  (*data_)[work] = std::move(data);
  return work;
}

slurm::Settings ServiceHere::settings(std::vector<std::string> over) const {
  slurm::Settings settings;
  settings.over = std::move(over);
  settings.program = TEST_STAGE_AGENT;
  settings.stage = stage();
  settings.name = "test";
  return settings;
}

slurm::StageSource ServiceHere::source() const {
  return {.root = root(),
          .data_files = [known = data_](fs::path const& work) { return (*known)[work]; },
          .log = [log = log_](std::string const& message) { log->push_back(message); }};
}

jobs::Submission submission_of(fs::path const& work, jobs::WorkOrder const& order) {
  return {order.id, work, order};
}

}  // namespace test_staging
