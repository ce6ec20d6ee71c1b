#include "engine/io/fits_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <variant>

#include <fitsio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/expects.hpp"
#include "engine/base/text.hpp"
#include "engine/io/fits_file_handle.hpp"
#include "engine/io/fits_writer_handle.hpp"

namespace engine {

namespace {

bool is_regular_file(std::string const& path) {
  struct stat facts {};
  return ::stat(path.c_str(), &facts) == 0 && S_ISREG(facts.st_mode);
}

}  // namespace

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
  size_of_regular_file(path);
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
  handle_->reach(std::numeric_limits<int>::max());
  return handle_->reached;
}

std::string const& FitsFile::damage_behind_last_hdu() {
  hdu_count();
  return handle_->damage;
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

FitsTable FitsFile::data_unit(int hdu) {
  FitsTable unit{.place = header(hdu).place(), .hdu = hdu, .row_bytes = 1, .columns = {}};
  handle_->move_to(hdu);
  LONGLONG header_start = 0, data_start = 0, data_end = 0;
  int status = 0;
  ffghadll(handle_->file.get(), &header_start, &data_start, &data_end, &status);
  if (status != 0) unreadable(unit.place, cfitsio_words(status));
  unit.data_start = static_cast<std::size_t>(data_start);
  unit.rows = static_cast<std::size_t>(data_end - data_start);
  std::size_t const held = handle_->size > unit.data_start ? handle_->size - unit.data_start : 0;
  if (handle_->size > 0 && held < unit.rows)
    unreadable(unit.place, "truncated: the header promises " + std::to_string(unit.rows) +
                               " bytes of data, the file holds " + std::to_string(held));
  return unit;
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

void FitsFile::for_each_data_block(int hdu, std::function<void(std::span<char const>)> const& take) {
  handle_->move_to(hdu);
  LONGLONG header_start = 0, data_start = 0, data_end = 0;
  int status = 0;
  ffghadll(handle_->file.get(), &header_start, &data_start, &data_end, &status);
  if (status != 0) unreadable(header(hdu).place(), cfitsio_words(status));
  std::vector<char> block(std::size_t{1} << 20);
  for (auto at = static_cast<std::size_t>(data_start), end = static_cast<std::size_t>(data_end); at < end;) {
    std::size_t const wanted = std::min(block.size(), end - at);
    std::size_t const got = handle_->read_at(at, std::span(block).first(wanted));
    if (got == 0) unreadable(header(hdu).place(), "truncated: the data end early");
    take(std::span<char const>(block).first(got));
    at += got;
  }
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
