#include "engine/io/fits_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <variant>

#include <fcntl.h>
#include <fitsio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/expects.hpp"
#include "engine/base/text.hpp"
#include "engine/io/fits_card.hpp"
#include "engine/io/fits_handle.hpp"
#include "engine/io/fits_writer_handle.hpp"
#include "engine/io/gzip_file.hpp"
#include "engine/io/quick_header.hpp"

namespace engine {

namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

/// Where the bytes of the rows come from.
struct OnDisk {
  Descriptor descriptor;
};
struct InMemory {
  InflatedBytes bytes;
};
struct ThroughCfitsio {};  ///< a filtered or remote file that only cfitsio can read

[[noreturn]] void unreadable(std::string const& place, std::string const& reason) {
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

bool is_regular_file(std::string const& path) {
  struct stat facts {};
  return ::stat(path.c_str(), &facts) == 0 && S_ISREG(facts.st_mode);
}

}  // namespace

struct FitsFile::Handle {
  std::string path;
  std::variant<ThroughCfitsio, OnDisk, InMemory> bytes;
  std::optional<TemporaryFile> inflated_file;
  std::size_t size = 0;  ///< of the (inflated) file; 0 if unknown
  bool compressed = false;
  std::map<int, FitsHeader> headers;  ///< those read so far: finding tables asks for them again and again
  void* memory = nullptr;             ///< cfitsio keeps the address of this pointer and of the size
  std::size_t memory_size = 0;
  FitsHandle file;  // last: closed before the bytes it reads go

  void move_to(int hdu) {
    int status = 0;
    ffmahd(file.get(), hdu, nullptr, &status);
    if (status != 0) unreadable(path + "[HDU " + std::to_string(hdu) + "]", cfitsio_words(status));
  }
  void open_on_disk(std::string const& name);
  void open_in_memory(InflatedBytes inflated);
  std::vector<FitsCard> cards();
};

void FitsFile::Handle::open_on_disk(std::string const& name) {
  size = size_of_regular_file(name);
  Descriptor descriptor(::open(name.c_str(), O_RDONLY | O_CLOEXEC));
  if (descriptor.get() < 0)
    throw Failure(Fault::missing_resource,
                  "cannot open: " + path + " (" + std::strerror(errno) + ") - may you read it?");
  refuse_absurd_tables(path, size, [&](std::size_t offset, std::span<char> into) {
    ssize_t const got = ::pread(descriptor.get(), into.data(), into.size(), static_cast<off_t>(offset));
    return got > 0 ? static_cast<std::size_t>(got) : std::size_t{0};
  });
  fitsfile* opened = nullptr;
  int status = 0;
  ffdkopn(&opened, name.c_str(), READONLY, &status);
  if (status != 0) unreadable(path, "not a FITS file: " + cfitsio_words(status));
  file.reset(opened);
  bytes = OnDisk{std::move(descriptor)};
}

void FitsFile::Handle::open_in_memory(InflatedBytes inflated) {
  if (inflated.size < 2880) unreadable(path, "it inflates to less than one FITS block");
  refuse_absurd_tables(path, inflated.size, [&](std::size_t offset, std::span<char> into) {
    std::size_t const there = offset < inflated.size ? inflated.size - offset : 0;
    std::memcpy(into.data(), inflated.data.get() + offset, std::min(there, into.size()));
    return std::min(there, into.size());
  });
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

FitsFile::FitsFile(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
FitsFile::FitsFile(FitsFile&&) noexcept = default;
FitsFile& FitsFile::operator=(FitsFile&&) noexcept = default;
FitsFile::~FitsFile() = default;

FitsFile FitsFile::open(std::string const& path, FileNameSyntax syntax) {
  auto handle = std::make_unique<Handle>();
  handle->path = path;
  if (syntax == FileNameSyntax::extended && !is_regular_file(path)) {
    fitsfile* opened = nullptr;
    int status = 0;
    ffopen(&opened, path.c_str(), READONLY, &status);
    if (status != 0)
      throw Failure(
          status == FILE_NOT_OPENED ? Fault::missing_resource : Fault::bad_data,
          "cannot open: " + path + " (" + cfitsio_words(status) + ") - check the name and its filter");
    handle->file.reset(opened);
    handle->compressed = true;  // made by cfitsio in memory or fetched: each opening costs all of it
    return FitsFile(std::move(handle));
  }
  size_of_regular_file(path);  // refuses what is missing, empty, or no file, before anything reads it
  handle->compressed = is_gzip(path);
  if (!handle->compressed) {
    handle->open_on_disk(path);
    return FitsFile(std::move(handle));
  }
  std::variant<InflatedBytes, TemporaryFile> inflated = inflate(path, inflate_in_memory);
  if (InflatedBytes* bytes = std::get_if<InflatedBytes>(&inflated)) {
    handle->open_in_memory(std::move(*bytes));
  } else {
    handle->inflated_file = std::get<TemporaryFile>(std::move(inflated));
    handle->open_on_disk(handle->inflated_file->path());
  }
  return FitsFile(std::move(handle));
}

std::string const& FitsFile::path() const { return handle_->path; }
bool FitsFile::compressed() const { return handle_->compressed; }

int FitsFile::hdu_count() {
  int count = 0, status = 0;
  ffthdu(handle_->file.get(), &count, &status);
  if (status != 0) unreadable(handle_->path, cfitsio_words(status));
  return count;
}

FitsHeader const& FitsFile::header(int hdu) {
  auto const known = handle_->headers.find(hdu);
  if (known != handle_->headers.end()) return known->second;
  handle_->move_to(hdu);
  std::vector<FitsCard> cards = handle_->cards();
  std::string const number = "HDU " + std::to_string(hdu);
  std::string const name = FitsHeader({}, cards).text("EXTNAME").value_or(number);
  FitsHeader header(handle_->path + "[" + name + "]", std::move(cards));
  return handle_->headers.emplace(hdu, std::move(header)).first->second;
}

bool FitsFile::is_binary_table(int hdu) {
  handle_->move_to(hdu);
  int type = 0, status = 0;
  ffghdt(handle_->file.get(), &type, &status);
  return status == 0 && type == BINARY_TBL;
}

std::size_t FitsFile::bytes_behind_last_hdu() {
  handle_->move_to(hdu_count());
  LONGLONG header_start = 0, data_start = 0, next_header = 0;
  int status = 0;
  ffghadll(handle_->file.get(), &header_start, &data_start, &next_header, &status);
  if (status != 0) unreadable(handle_->path, cfitsio_words(status));
  std::size_t const end = static_cast<std::size_t>(next_header);
  return handle_->size > end ? handle_->size - end : 0;
}

std::optional<int> FitsFile::find_hdu(std::string_view extname) {
  int const count = hdu_count();
  for (int hdu = 1; hdu <= count; ++hdu)
    if (same_word(header(hdu).text("EXTNAME").value_or(""), extname)) return hdu;
  return std::nullopt;
}

FitsTable FitsFile::table(int hdu) {
  FitsHeader const& facts = header(hdu);
  if (!is_binary_table(hdu)) unreadable(facts.place(), "not a binary table");
  FitsTable table = table_layout(facts);
  table.hdu = hdu;
  LONGLONG header_start = 0, data_start = 0, data_end = 0;
  int status = 0;
  ffghadll(handle_->file.get(), &header_start, &data_start, &data_end, &status);
  if (status != 0) unreadable(facts.place(), cfitsio_words(status));
  table.data_start = static_cast<std::size_t>(data_start);
  if (handle_->size == 0 || table.row_bytes == 0) return table;
  std::size_t const held =
      handle_->size > table.data_start ? (handle_->size - table.data_start) / table.row_bytes : 0;
  if (held < table.rows)
    unreadable(table.place, "truncated: the header promises " + std::to_string(table.rows) +
                                " rows (NAXIS2), the file holds " + std::to_string(held));
  return table;
}

std::span<std::byte const> FitsFile::rows(FitsTable const& table, Rows range,
                                          std::vector<std::byte>& buffer) {
  EXPECTS(range.first <= range.last && range.last <= table.rows);
  std::size_t const length = range.count() * table.row_bytes;
  std::size_t const start = table.data_start + range.first * table.row_bytes;
  if (InMemory const* memory = std::get_if<InMemory>(&handle_->bytes))
    return {memory->bytes.data.get() + start, length};
  if (buffer.size() < length) buffer.resize(length);
  if (OnDisk const* disk = std::get_if<OnDisk>(&handle_->bytes)) {
    for (std::size_t done = 0; done < length;) {
      ssize_t const got = ::pread(disk->descriptor.get(), buffer.data() + done, length - done,
                                  static_cast<off_t>(start + done));
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0)
        unreadable(table.place + " row " + std::to_string(range.first + done / table.row_bytes + 1),
                   got == 0 ? "unexpected end of file" : std::strerror(errno));
      done += static_cast<std::size_t>(got);
    }
  } else if (length > 0) {
    handle_->move_to(table.hdu);
    int status = 0;
    ffgtbb(handle_->file.get(), static_cast<LONGLONG>(range.first) + 1, 1, static_cast<LONGLONG>(length),
           reinterpret_cast<unsigned char*>(buffer.data()), &status);
    if (status != 0) unreadable(table.place, cfitsio_words(status));
  }
  return {buffer.data(), length};
}

namespace {

FitsColumn const& column_of(FitsTable const& table, std::string_view name) {
  FitsColumn const* column = table.find(name);
  if (column == nullptr)
    throw Failure(Fault::bad_data, "column " + std::string(name) + " is missing: " + table.place +
                                       " - is it the right table?");
  return *column;
}

[[noreturn]] void wrong_column_type(FitsTable const& table, FitsColumn const& column,
                                    std::string const& wanted) {
  throw Failure(Fault::bad_data, "column " + column.name + " is not " + wanted + ": " + table.place +
                                     " has TFORM letter '" + column.code + "' - correct the file");
}

/// Calls `visit(cell)` for each row of one column, block by block.
template <class Visit>
void for_each_cell(FitsFile& file, FitsTable const& table, FitsColumn const& column, Visit visit) {
  if (table.row_bytes == 0 && table.rows > 0)  // NAXIS2 would be believed without a byte behind it
    unreadable(table.place, "rows without columns: NAXIS1 = 0");
  constexpr std::size_t block = 4096;
  std::vector<std::byte> buffer;
  for (std::size_t first = 0; first < table.rows; first += block) {
    Rows const range{first, std::min(table.rows, first + block)};
    std::span<std::byte const> const bytes = file.rows(table, range, buffer);
    for (std::size_t i = 0; i < range.count(); ++i) visit(bytes.data() + i * table.row_bytes + column.offset);
  }
}

}  // namespace

std::vector<double> FitsFile::numbers(FitsTable const& table, std::string_view name) {
  FitsColumn const& column = column_of(table, name);
  if (!is_numeric(column)) wrong_column_type(table, column, "numeric");
  std::vector<double> out;
  for_each_cell(*this, table, column, [&](std::byte const* cell) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(column.repeat); ++i)
      out.push_back(number_in_cell(column, cell, i));
  });
  return out;
}

std::vector<std::int64_t> FitsFile::integers(FitsTable const& table, std::string_view name) {
  FitsColumn const& column = column_of(table, name);
  if (!is_numeric(column) || column.repeat < 1 || column.code == 'E' || column.code == 'D')
    wrong_column_type(table, column, "a whole number");
  std::vector<std::int64_t> out;
  for_each_cell(*this, table, column, [&](std::byte const* cell) {
    std::optional<std::int64_t> const value = integer_in_cell(column, cell, 0);
    if (!value)
      throw Failure(Fault::bad_data, "column " + column.name +
                                         " is undefined or beyond 64 bits: " + table.place + " row " +
                                         std::to_string(out.size() + 1) + " - correct the file");
    out.push_back(*value);
  });
  return out;
}

std::vector<std::string> FitsFile::texts(FitsTable const& table, std::string_view name) {
  FitsColumn const& column = column_of(table, name);
  if (column.code != 'A') wrong_column_type(table, column, "text");
  std::vector<std::string> out;
  for_each_cell(*this, table, column,
                [&](std::byte const* cell) { out.push_back(text_in_cell(column, cell)); });
  return out;
}

FitsFile::Sums FitsFile::verify_sums(int hdu) {
  handle_->move_to(hdu);
  int data = 0, whole = 0, status = 0;  // cfitsio: 1 right, 0 no keyword, -1 wrong
  ffvcks(handle_->file.get(), &data, &whole, &status);
  if (status != 0) unreadable(handle_->path + "[HDU " + std::to_string(hdu) + "]", cfitsio_words(status));
  auto const meaning = [](int state) {
    return state == 0 ? Sum::absent : state > 0 ? Sum::right : Sum::wrong;
  };
  return {meaning(data), meaning(whole)};
}

void FitsFile::copy_hdu(int hdu, FitsWriter& to) {
  handle_->move_to(hdu);
  int status = 0;
  ffcopy(handle_->file.get(), to.handle_->file.get(), 0, &status);
  if (status == READ_ERROR || status == END_OF_FILE) unreadable(header(hdu).place(), cfitsio_words(status));
  if (status != 0)
    throw Failure(Fault::missing_resource, "cannot copy " + handle_->path + "[HDU " + std::to_string(hdu) +
                                               "] to " + to.handle_->path + " (" + cfitsio_words(status) +
                                               ") - is the disk full?");
  to.handle_->hdus += 1;
}

}  // namespace engine
