#include "engine/io/compare_products.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace engine {

namespace fs = std::filesystem;

namespace {

struct ByteComparison {
  std::optional<std::uint64_t> first_difference;  ///< byte, from 0; nothing: the same
  std::uint64_t size_a = 0, size_b = 0;
};

ByteComparison compare_bytes(std::string const& a, std::string const& b) {
  constexpr std::size_t block = std::size_t{1} << 20;
  std::ifstream in_a(a, std::ios::binary), in_b(b, std::ios::binary);
  for (auto const& [in, path] : {std::pair{&in_a, &a}, {&in_b, &b}})
    if (!in->is_open())
      throw Failure(Fault::missing_resource,
                    "cannot read: " + *path + " - check the name, and whether you may");
  ByteComparison out{{}, fs::file_size(a), fs::file_size(b)};
  std::vector<char> buffer_a(block), buffer_b(block);
  for (std::uint64_t done = 0; done < std::max(out.size_a, out.size_b); done += block) {
    in_a.read(buffer_a.data(), block);
    in_b.read(buffer_b.data(), block);
    auto const got_a = in_a.gcount(), got_b = in_b.gcount();
    auto const [at, unused] =
        std::mismatch(buffer_a.begin(), buffer_a.begin() + got_a, buffer_b.begin(), buffer_b.begin() + got_b);
    if (at != buffer_a.begin() + got_a || got_a != got_b) {
      out.first_difference = done + static_cast<std::uint64_t>(at - buffer_a.begin());
      return out;
    }
  }
  return out;
}

bool is_fits(std::string const& path) {
  std::array<char, 9> start{};
  std::ifstream in(path, std::ios::binary);
  in.read(start.data(), start.size());
  std::string_view const text(start.data(), static_cast<std::size_t>(in.gcount()));
  std::string const name = lower(path);
  bool const packed =
      text.starts_with("\x1f\x8b") && (name.ends_with(".fits.gz") || name.ends_with(".fit.gz"));
  return text == "SIMPLE  =" || packed;
}

/// Reports and logs tell when, where and how long: they are never the same.
bool tells_of_run(std::string const& name) {
  std::string const word = lower(name);
  for (std::string_view const end :
       {"_report.json", "_provenance.json", "_prov.json", ".log", "stdout.txt", "stderr.txt"})
    if (word.ends_with(end)) return true;
  return false;
}

FileComparison compare_files(std::string const& a, std::string const& b, Tolerance tolerance) {
  ByteComparison const bytes = compare_bytes(a, b);
  if (!bytes.first_difference) return {.name = b};
  bool const fits_a = is_fits(a), fits_b = is_fits(b);
  if (fits_a && fits_b) return compare_fits(a, b, tolerance);
  FileComparison out{.name = b, .sameness = Sameness::differs};
  out.why = fits_a != fits_b
                ? "only one of them is a FITS file"
                : "byte " + std::to_string(*bytes.first_difference + 1) + " is the first that differs";
  if (bytes.size_a != bytes.size_b)
    out.why += "; " + std::to_string(bytes.size_a) + " and " + std::to_string(bytes.size_b) + " bytes";
  return out;
}

/// By name relative to the folder.
std::map<std::string, std::string> files_in(std::string const& folder) {
  std::map<std::string, std::string> files;
  std::error_code error;
  fs::recursive_directory_iterator at(folder, error), end;
  for (; !error && at != end; at.increment(error)) {
    bool const hidden = at->path().filename().string().starts_with('.');
    if (hidden && at->is_directory()) at.disable_recursion_pending();
    if (!hidden && at->is_regular_file())
      files.emplace(at->path().lexically_relative(folder).string(), at->path().string());
  }
  if (error)
    throw Failure(Fault::missing_resource,
                  "cannot read the folder: " + folder + " (" + error.message() + ")");
  return files;
}

ProductComparison compare_folders(std::string const& a, std::string const& b, Tolerance tolerance) {
  ProductComparison out{a, b, {}};
  auto const in_a = files_in(a), in_b = files_in(b);
  for (auto const& [name, path] : in_a) {
    auto const other = in_b.find(name);
    out.files.push_back(other == in_b.end()
                            ? FileComparison{.sameness = Sameness::differs, .why = "is in the first only"}
                            : compare_files(path, other->second, tolerance));
    out.files.back().name = name;
  }
  for (auto const& [name, path] : in_b)
    if (!in_a.contains(name))
      out.files.push_back({.name = name, .sameness = Sameness::differs, .why = "is in the second only"});
  for (FileComparison& file : out.files)
    if (tells_of_run(file.name)) file.left_out = "tells of the run";
  return out;
}

}  // namespace

std::string_view word_of(Sameness sameness) {
  switch (sameness) {
    case Sameness::bytes: return "identical";
    case Sameness::content: return "equal content";
    case Sameness::differs: return "differs";
  }
  return {};
}

Sameness ProductComparison::sameness() const {
  Sameness worst = Sameness::bytes;
  for (FileComparison const& file : files)
    if (file.left_out.empty()) worst = std::max(worst, file.sameness);
  return worst;
}

ProductComparison compare_products(std::string const& a, std::string const& b, Tolerance tolerance) {
  std::error_code error;
  for (std::string const& path : {a, b})
    if (!fs::exists(path, error))
      throw Failure(Fault::missing_resource, "no such file or folder: " + path + " - check the name");
  bool const folder_a = fs::is_directory(a, error), folder_b = fs::is_directory(b, error);
  if (folder_a != folder_b)
    throw Failure(Fault::bad_request,
                  "one is a folder, the other a file: " + a + " and " + b + " - name two of a kind");
  if (folder_a) return compare_folders(a, b, tolerance);
  for (std::string const& path : {a, b})
    if (!fs::is_regular_file(path, error))
      throw Failure(Fault::bad_data, "cannot read: " + path + " (not a regular file) - name a product");
  return {a, b, {compare_files(a, b, tolerance)}};
}

}  // namespace engine
