#include "catalog/inputs/verify.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <mutex>
#include <thread>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/data_sum.hpp"
#include "engine/io/fits_file.hpp"
#include "engine/io/sha256.hpp"

namespace catalog {

namespace fs = std::filesystem;

namespace {

struct FileToVerify {
  InputFile recorded{};
  std::vector<std::string> used_by{};
  std::vector<InputHdu> hdus{};  ///< each once
};

using FilesToVerify = std::map<fs::path, FileToVerify>;

FilesToVerify files_of(InputSet const& set) {
  constexpr std::size_t most_named = 10;
  FilesToVerify files;
  for (InputFile const& file : set.files) files[file.path].recorded = file;
  for (InputRun const& run : set.runs)
    for (InputHdu const& hdu : run.hdus) {
      FileToVerify& file = files[hdu.file];
      file.recorded.path = hdu.file;
      std::string const name = run.collection + ":" + run.obs_id;
      if (file.used_by.size() < most_named && (file.used_by.empty() || file.used_by.back() != name))
        file.used_by.push_back(name);
      bool const is_known = std::any_of(file.hdus.begin(), file.hdus.end(),
                                        [&](InputHdu const& known) { return known.hdu == hdu.hdu; });
      if (!is_known) file.hdus.push_back(hdu);
    }
  for (InputDocument const& document : set.documents) {
    FileToVerify& file = files[document.file.path];
    file.recorded = document.file;
    file.used_by.push_back(document.entity_id.empty() ? document.name : document.entity_id);
  }
  return files;
}

/// Which data units have changed; empty if the file cannot say.
std::vector<ChangedHdu> changed_hdus(FileToVerify const& file) try {
  std::vector<ChangedHdu> changed;
  engine::FitsFile fits = engine::FitsFile::open(file.recorded.path.string());
  for (InputHdu const& hdu : file.hdus) {
    if (hdu.datasum.empty() || hdu.hdu.empty()) continue;
    auto const number = fits.find_hdu(hdu.hdu);
    std::string const found = number ? std::to_string(engine::data_sum_of(fits, *number)) : "";
    if (found != hdu.datasum) changed.push_back({hdu.hdu, hdu.type, hdu.datasum, found});
  }
  return changed;
} catch (engine::Failure const&) {
  return {};  // it is changed beyond being FITS: the checksum has said so
}

std::optional<InputDifference> difference(FileToVerify const& file) {
  InputDifference out{.path = file.recorded.path,
                      .used_by = file.used_by,
                      .recorded_sha256 = file.recorded.sha256,
                      .recorded_size = file.recorded.size};
  std::error_code error;
  if (!fs::is_regular_file(out.path, error)) {
    out.kind = InputDifference::Kind::missing;
    return out;
  }
  out.found_size = static_cast<std::int64_t>(fs::file_size(out.path, error));
  bool const size_known = out.recorded_size > 0 || !out.recorded_sha256.empty();
  if (!error && size_known && out.found_size != out.recorded_size) {
    out.hdus = changed_hdus(file);
    return out;
  }
  try {
    if (!out.recorded_sha256.empty()) out.found_sha256 = engine::sha256_of_file(out.path.string());
  } catch (engine::Failure const& failure) {
    out.kind = InputDifference::Kind::unreadable;
    out.reason = failure.what();
    return out;
  }
  if (out.found_sha256 == out.recorded_sha256) return std::nullopt;
  out.hdus = changed_hdus(file);
  return out;
}

class Verification {
 public:
  explicit Verification(FilesToVerify const& files) {
    for (auto const& [unused, file] : files) files_.push_back(&file);
    found_.resize(files_.size());
  }

  /// One of several threads.
  void work(std::stop_token const& stop) {
    try {
      for (std::size_t i = next_++; i < files_.size() && !stop.stop_requested(); i = next_++)
        found_[i] = difference(*files_[i]);
    } catch (...) {
      std::lock_guard const lock(mutex_);
      failure_ = std::current_exception();
      next_ = files_.size();
    }
  }

  std::vector<InputDifference> differences() const {
    if (failure_) std::rethrow_exception(failure_);
    std::vector<InputDifference> all;
    for (auto const& found : found_)
      if (found) all.push_back(*found);
    return all;
  }

 private:
  std::vector<FileToVerify const*> files_;
  std::vector<std::optional<InputDifference>> found_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;
  std::exception_ptr failure_;
};

}  // namespace

std::vector<InputDifference> verify_inputs(InputSet const& set, std::stop_token stop, int threads) {
  FilesToVerify const files = files_of(set);
  Verification verification(files);
  {
    std::vector<std::jthread> helpers;
    for (int i = 1; i < std::min<int>(threads, static_cast<int>(files.size())); ++i)
      helpers.emplace_back([&] { verification.work(stop); });
    verification.work(stop);
  }
  if (stop.stop_requested())
    throw engine::Failure(engine::Fault::interrupted, "the inputs were not verified to the end: stopped");
  return verification.differences();
}

std::string text_of(InputDifference const& difference) {
  std::string const of =
      difference.used_by.empty() ? "" : " (" + engine::joined(difference.used_by, ", ") + ")";
  std::string const file = difference.path.filename().string() + of;
  switch (difference.kind) {
    case InputDifference::Kind::missing: return file + " is not there any more";
    case InputDifference::Kind::unreadable: return file + " cannot be read: " + difference.reason;
    case InputDifference::Kind::changed: break;
  }
  std::string text = file + " has changed: ";
  if (difference.found_sha256.empty())
    text += std::to_string(difference.recorded_size) + " bytes then, " +
            std::to_string(difference.found_size) + " now";
  else
    text += "SHA-256 " + difference.recorded_sha256.substr(0, 12) + "... then, " +
            difference.found_sha256.substr(0, 12) + "... now";
  std::vector<std::string> names;
  for (ChangedHdu const& hdu : difference.hdus)
    names.push_back(hdu.hdu + (hdu.found.empty() ? " is gone" : ""));
  return text + (names.empty() ? "" : "; data of " + engine::joined(names, ", "));
}

}  // namespace catalog
