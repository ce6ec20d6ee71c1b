#include "catalog/table/spool_file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "engine/base/failure.hpp"

namespace catalog {

namespace {

[[noreturn]] void cannot(std::string const& what, int error) {
  throw engine::Failure(engine::Fault::missing_resource,
                        "cannot " + what + " the temporary file of a FITS answer (" + std::strerror(error) +
                            ") - is the disk of " + std::filesystem::temp_directory_path().string() +
                            " full?");
}

}  // namespace

SpoolFile::SpoolFile() {
  std::string path = (std::filesystem::temp_directory_path() / "distilld-spool-XXXXXX").string();
  int const descriptor = ::mkostemp(path.data(), O_CLOEXEC);
  if (descriptor < 0) cannot("make", errno);
  ::unlink(path.c_str());
  file_.reset(::fdopen(descriptor, "w+b"));
  if (file_) return;
  int const error = errno;
  ::close(descriptor);
  cannot("open", error);
}

void SpoolFile::write(std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) cannot("write", errno);
}

void SpoolFile::rewind() {
  if (std::fflush(file_.get()) != 0) cannot("write", errno);
  if (std::fseek(file_.get(), 0, SEEK_SET) != 0) cannot("rewind", errno);
}

void SpoolFile::read(char* to, std::size_t bytes) {
  if (std::fread(to, 1, bytes, file_.get()) != bytes) cannot("read", errno);
}

}  // namespace catalog
