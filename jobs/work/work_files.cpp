#include "jobs/work/work_files.hpp"

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/io/durable.hpp"
#include "jobs/descriptor.hpp"
#include "jobs/work/work.hpp"

namespace jobs {
namespace {

constexpr char const* batch_file = "batch";

int write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    auto const written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace

void replace_file(std::filesystem::path const& path, std::string_view bytes, Sync sync) {
  std::string const aside = path.string() + ".new";
  Descriptor file(open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666));
  int error = file ? write_all(file.number(), bytes) : errno;
  if (error == 0 && sync == Sync::yes && fsync(file.number()) != 0) error = errno;
  file.close();
  if (error == 0) error = engine::rename_file(aside, path.string(), engine::Replace::yes);
  if (error != 0) {
    unlink(aside.c_str());
    throw engine::system_failure("cannot write", path.string(), error);
  }
  if (sync == Sync::yes) engine::sync_folder(path.parent_path().string());
}

std::optional<std::string> file_text(std::filesystem::path const& path, std::size_t longest) {
  Descriptor const file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file) {
    if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
    throw engine::system_failure("cannot read", path.string(), errno);
  }
  std::string text;
  for (char block[16384];;) {
    auto const got = read(file.number(), block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw engine::system_failure("cannot read", path.string(), errno);
    if (got == 0) return text;
    text.append(block, static_cast<std::size_t>(got));
    if (text.size() > longest)
      throw engine::Failure(engine::Fault::bad_data, "cannot read: " + path.string() + " (far too long)");
  }
}

void write_batch(std::filesystem::path const& folder, WorkOrder const& order, std::string const& batch) {
  replace_file(folder / batch_file,
               std::to_string(order.attempt) + " " + std::to_string(order.run) + " " + batch + "\n",
               Sync::no);
}

std::optional<std::string> read_batch(std::filesystem::path const& folder, WorkOrder const& order) {
  std::string const text = file_text(folder / batch_file, 4096).value_or("");
  std::string const mark = std::to_string(order.attempt) + " " + std::to_string(order.run) + " ";
  if (!text.starts_with(mark) || !text.ends_with('\n')) return std::nullopt;
  return text.substr(mark.size(), text.size() - mark.size() - 1);
}

}  // namespace jobs
