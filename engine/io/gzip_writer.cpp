#include "engine/io/gzip_writer.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include <libdeflate.h>

#include "engine/base/failure.hpp"
#include "engine/io/durable.hpp"

namespace engine {

namespace {

struct FreeCompressor {
  void operator()(libdeflate_compressor* c) const noexcept { libdeflate_free_compressor(c); }
};

std::string content_of(std::string const& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file) throw Failure(Fault::missing_resource, "cannot read: " + path + " - check the file system");
  return bytes;
}

}  // namespace

void gzip_small_file(std::string const& plain, std::string const& gzipped) {
  std::string const bytes = content_of(plain);
  std::unique_ptr<libdeflate_compressor, FreeCompressor> const compressor(libdeflate_alloc_compressor(9));
  if (!compressor)
    throw Failure(Fault::missing_resource, "no memory to compress: " + gzipped + " - free some memory");
  std::string packed(libdeflate_gzip_compress_bound(compressor.get(), bytes.size()), '\0');
  // libdeflate writes zero for the time stamp and no file name.
  packed.resize(
      libdeflate_gzip_compress(compressor.get(), bytes.data(), bytes.size(), packed.data(), packed.size()));
  write_new_file(gzipped, packed);
  std::filesystem::remove(plain);
}

}  // namespace engine
