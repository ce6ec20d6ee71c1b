#include "engine/io/fits_file_handle.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fitsio.h>
#include <sys/stat.h>

#include "engine/io/fits_card.hpp"
#include "engine/io/quick_header.hpp"

namespace engine {

void unreadable(std::string const& place, std::string const& reason) {
  throw Failure(Fault::bad_data, "cannot read: " + place + " (" + reason + ") - is the copy complete?");
}

std::size_t size_of_regular_file(std::string const& path) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0)
    throw Failure(Fault::missing_resource,
                  "cannot open: " + path + " (" + std::strerror(errno) + ") - check the name");
  if (!S_ISREG(facts.st_mode))
    throw Failure(Fault::bad_data, "cannot read: " + path + " (not a regular file) - name a FITS file");
  if (facts.st_size == 0) unreadable(path, "the file is empty");
  return static_cast<std::size_t>(facts.st_size);
}

std::size_t FitsFile::Handle::read_at(std::size_t offset, std::span<char> into) const {
  if (InMemory const* memory_bytes = std::get_if<InMemory>(&bytes)) {
    std::size_t const there = offset < size ? std::min(size - offset, into.size()) : 0;
    if (there > 0) std::memcpy(into.data(), memory_bytes->bytes.data.get() + offset, there);
    return there;
  }
  OnDisk const* disk = std::get_if<OnDisk>(&bytes);
  if (disk == nullptr) return 0;
  ssize_t const got = ::pread(disk->descriptor.get(), into.data(), into.size(), static_cast<off_t>(offset));
  return got > 0 ? static_cast<std::size_t>(got) : 0;
}

bool FitsFile::Handle::reach(int hdu) {
  while (reached < hdu && !all_reached) {
    LONGLONG header_start = 0, data_start = 0, next = 0;
    int status = 0;
    ffmahd(file.get(), reached, nullptr, &status);
    ffghadll(file.get(), &header_start, &data_start, &next, &status);
    bool const regular_end = status == 0 && size > 0 && static_cast<std::size_t>(next) >= size;
    if (status == 0 && !regular_end)
      damage = harm_in_header(static_cast<std::size_t>(next),
                              [this](std::size_t at, std::span<char> into) { return read_at(at, into); });
    all_reached = regular_end || !damage.empty();
    if (all_reached) break;
    ffmahd(file.get(), reached + 1, nullptr, &status);
    all_reached = status != 0;
    if (status == 0)
      ++reached;
    else if (status != END_OF_FILE)
      damage = cfitsio_words(status);
    ffcmsg();
  }
  return hdu <= reached;
}

void FitsFile::Handle::move_to(int hdu) {
  std::string const place = path + "[HDU " + std::to_string(hdu) + "]";
  if (!reach(hdu)) unreadable(place, damage.empty() ? "there is no such HDU" : damage);
  int status = 0;
  ffmahd(file.get(), hdu, nullptr, &status);
  if (status != 0) unreadable(place, cfitsio_words(status));
}

void FitsFile::Handle::open_on_disk(std::string const& name) {
  size = size_of_regular_file(name);
  Descriptor descriptor(::open(name.c_str(), O_RDONLY | O_CLOEXEC));
  if (descriptor.get() < 0)
    throw Failure(Fault::missing_resource,
                  "cannot open: " + path + " (" + std::strerror(errno) + ") - may you read it?");
  fitsfile* opened = nullptr;
  int status = 0;
  ffdkopn(&opened, name.c_str(), READONLY, &status);
  if (status != 0) unreadable(path, "not a FITS file: " + cfitsio_words(status));
  file.reset(opened);
  bytes = OnDisk{std::move(descriptor)};
}

void FitsFile::Handle::open_in_memory(InflatedBytes inflated) {
  if (inflated.size < 2880) unreadable(path, "it inflates to less than one FITS block");
  memory = inflated.data.get();
  memory_size = size = inflated.size;
  bytes = InMemory{std::move(inflated)};
  fitsfile* opened = nullptr;
  int status = 0;
  ffomem(&opened, "inflated", READONLY, &memory, &memory_size, 0, nullptr, &status);
  if (status != 0) unreadable(path, "not a FITS file: " + cfitsio_words(status));
  file.reset(opened);
}

std::vector<FitsCard> FitsFile::Handle::cards() {
  int count = 0, status = 0;
  ffghsp(file.get(), &count, nullptr, &status);
  std::vector<FitsCard> out;
  out.reserve(static_cast<std::size_t>(count));
  for (int i = 1; i <= count && status == 0; ++i) {
    char record[FLEN_CARD] = "";
    ffgrec(file.get(), i, record, &status);
    if (std::strncmp(record, "CONTINUE", 8) == 0 && !out.empty() && is_continued(out.back())) {
      out.back().value.pop_back();
      out.back().value += unquoted_text(record, 8);
    } else {
      out.push_back(parsed_card(record));
    }
  }
  if (status != 0) unreadable(path, cfitsio_words(status));
  return out;
}

}  // namespace engine
