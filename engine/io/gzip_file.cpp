#include "engine/io/gzip_file.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <vector>

#include <fcntl.h>
#include <libdeflate.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "engine/base/failure.hpp"

namespace engine {

namespace {

struct FreeDecompressor {
  void operator()(libdeflate_decompressor* d) const noexcept { libdeflate_free_decompressor(d); }
};
using DecompressorHandle = std::unique_ptr<libdeflate_decompressor, FreeDecompressor>;

struct CloseGzip {
  void operator()(gzFile_s* f) const noexcept { gzclose(f); }
};
using GzipHandle = std::unique_ptr<gzFile_s, CloseGzip>;

[[noreturn]] void damaged(std::string const& path, std::string const& reason) {
  throw Failure(Fault::bad_data,
                "cannot inflate: " + path + " (" + reason + ") - is the copy complete? Try gzip -t");
}

std::vector<std::byte> whole_file(std::string const& path) {
  std::ifstream in(path, std::ios::binary);
  std::error_code error;
  auto const size = std::filesystem::file_size(path, error);
  if (!in || error)
    throw Failure(Fault::missing_resource, "cannot read: " + path + " - does it exist, may you read it?");
  std::vector<std::byte> bytes(size);
  in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
  if (static_cast<std::size_t>(in.gcount()) != size)
    damaged(path, "the file became shorter while it was read");
  return bytes;
}

/// No deflate stream expands by more than this.
constexpr std::size_t most_expansion = 1032;

/// The size that the last member says it has; a hint only: it is modulo 2^32 and may lie.
std::size_t promised_size(std::vector<std::byte> const& packed) {
  if (packed.size() < 18) return 0;
  std::size_t size = 0;
  for (std::size_t i = 0; i < 4; ++i)
    size |= std::to_integer<std::size_t>(packed[packed.size() - 4 + i]) << (8 * i);
  return std::min(size, packed.size() * most_expansion);
}

bool only_zeros(std::byte const* from, std::byte const* to) {
  return std::all_of(from, to, [](std::byte b) { return b == std::byte{0}; });
}

/// Nothing if the result would be larger than `limit`.
std::optional<InflatedBytes> inflated_in_memory(std::string const& path, std::size_t limit) {
  std::vector<std::byte> const packed = whole_file(path);
  std::size_t capacity = std::max<std::size_t>(promised_size(packed), 4096);
  if (capacity > limit) return std::nullopt;
  DecompressorHandle const decompressor(libdeflate_alloc_decompressor());
  InflatedBytes out{std::unique_ptr<std::byte, FreeBytes>(static_cast<std::byte*>(std::malloc(capacity))), 0};
  if (!decompressor || !out.data)
    throw Failure(Fault::missing_resource, "not enough memory to inflate: " + path);

  std::byte const* from = packed.data();
  std::byte const* const end = packed.data() + packed.size();
  while (from != end && (out.size == 0 || !only_zeros(from, end))) {
    std::size_t used = 0, made = 0;
    libdeflate_result const result =
        libdeflate_gzip_decompress_ex(decompressor.get(), from, static_cast<std::size_t>(end - from),
                                      out.data.get() + out.size, capacity - out.size, &used, &made);
    if (result == LIBDEFLATE_INSUFFICIENT_SPACE) {
      capacity *= 2;
      if (capacity > limit) return std::nullopt;
      std::byte* const larger = static_cast<std::byte*>(std::realloc(out.data.get(), capacity));
      if (larger == nullptr) throw Failure(Fault::missing_resource, "not enough memory to inflate: " + path);
      static_cast<void>(out.data.release());  // realloc has taken the old block over
      out.data.reset(larger);
      continue;
    }
    if (result != LIBDEFLATE_SUCCESS) damaged(path, "the compressed data are truncated or damaged");
    from += used;
    out.size += made;
  }
  return out;
}

TemporaryFile inflated_on_disk(std::string const& path) {
  std::string name = (std::filesystem::temp_directory_path() / "distill-inflated-XXXXXX").string();
  int const descriptor = mkstemp(name.data());
  if (descriptor < 0)
    throw Failure(Fault::missing_resource,
                  "cannot make a temporary file: " + name + " - set TMPDIR to a writable folder");
  TemporaryFile out(name);
  GzipHandle const in(gzopen(path.c_str(), "rb"));
  bool written = in != nullptr;
  std::vector<char> block(std::size_t{1} << 20);
  int got = 0;
  while (written && (got = gzread(in.get(), block.data(), static_cast<unsigned>(block.size()))) > 0)
    for (ssize_t done = 0, n = 0; written && done < got; done += n) {
      n = ::write(descriptor, block.data() + done, static_cast<std::size_t>(got - done));
      written = n > 0;
    }
  ::close(descriptor);
  if (!written)
    throw Failure(Fault::missing_resource,
                  "cannot inflate " + path + " to " + name + " - is the disk of TMPDIR full?");
  int error = Z_OK;
  char const* const reason = gzerror(in.get(), &error);
  if (got < 0 || error == Z_BUF_ERROR) damaged(path, reason);
  return out;
}

}  // namespace

void FreeBytes::operator()(std::byte* p) const noexcept { std::free(p); }

TemporaryFile::~TemporaryFile() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

bool is_gzip(std::string const& path) {
  std::ifstream in(path, std::ios::binary);
  std::array<char, 2> magic{};
  return in.read(magic.data(), 2) && magic[0] == '\x1f' && magic[1] == '\x8b';
}

std::variant<InflatedBytes, TemporaryFile> inflate(std::string const& path, std::size_t in_memory_limit) {
  if (std::optional<InflatedBytes> bytes = inflated_in_memory(path, in_memory_limit))
    return std::move(*bytes);
  return inflated_on_disk(path);
}

}  // namespace engine
