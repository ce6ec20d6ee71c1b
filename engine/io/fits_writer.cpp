#include "engine/io/fits_writer.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fcntl.h>
#include <fitsio.h>
#include <unistd.h>

#include "engine/base/expects.hpp"
#include "engine/base/text.hpp"
#include "engine/io/fits_writer_handle.hpp"

namespace engine {

namespace {

/// A real keyword that reads back as the same double; cfitsio's own formatting keeps 15 digits.
std::string real_value(double value) {
  std::string text = upper(shortest(value));
  if (text.find_first_of(".E") == text.npos) text += ".0";
  return text;
}

/// Keywords of more than eight characters, or with blanks, need the HIERARCH convention.
bool is_plain_keyword(std::string const& keyword) {
  return keyword.size() <= 8 && keyword.find(' ') == keyword.npos;
}

/// Does the text need CONTINUE cards? A quote is doubled; HIERARCH leaves less room than the usual 68.
bool is_continued(std::string const& keyword, std::string const& text) {
  auto const quotes = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\''));
  std::size_t const room =
      is_plain_keyword(keyword) ? 68 : 80 - std::min<std::size_t>(70, keyword.size() + 14);
  return text.size() + quotes > room;
}

std::string real_card(FitsKey const& key, double value) {
  std::string const text = real_value(value);
  std::string card = is_plain_keyword(key.keyword)
                         ? key.keyword + std::string(8 - key.keyword.size(), ' ') + "= "
                         : "HIERARCH " + key.keyword + " = ";
  if (is_plain_keyword(key.keyword) && text.size() < 20) card += std::string(20 - text.size(), ' ');
  card += text;
  if (!key.comment.empty()) card += " / " + key.comment;
  card.resize(80, ' ');
  return card;
}

/// Written to the disk itself, so that a rename afterwards never shows a file without its content.
void sync_to_disk(std::string const& path) {
  int const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  bool const synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (!synced) throw Failure(Fault::missing_resource, "cannot write: " + path + " - is the disk full?");
}

/// Standard checksums (FITS 4.0, section 4.4.2.7 and appendix J). cfitsio's own routine puts the time of day
/// into the comments; here equal content gives equal bytes.
void write_checksums(fitsfile* file, int& status) {
  ffukys(file, "CHECKSUM", "0000000000000000", "HDU checksum", &status);
  ffukys(file, "DATASUM", "0", "data unit checksum", &status);
  ffflus(file, &status);
  unsigned long datasum = 0, hdusum = 0;
  ffgcks(file, &datasum, &hdusum, &status);
  ffukys(file, "DATASUM", std::to_string(datasum).c_str(), nullptr, &status);
  ffflus(file, &status);
  ffgcks(file, &datasum, &hdusum, &status);
  char encoded[FLEN_VALUE] = "";
  ffesum(hdusum, 1, encoded);
  ffukys(file, "CHECKSUM", encoded, nullptr, &status);
}

}  // namespace

FitsWriter::Handle::~Handle() {
  if (!file) return;
  int status = 0;
  ffdelt(file.release(), &status);
}

void FitsWriter::Handle::check(int status, std::string const& what) const {
  if (status == 0) return;
  bool const disk = status == WRITE_ERROR || status == FILE_NOT_CREATED || status == FILE_NOT_CLOSED;
  throw Failure(disk ? Fault::missing_resource : Fault::internal,
                "cannot write " + what + ": " + path + " (" + cfitsio_words(status) + ")" +
                    (disk ? " - is the disk full, is the folder writable?" : ""));
}

FitsWriter::FitsWriter(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
FitsWriter::FitsWriter(FitsWriter&&) noexcept = default;
FitsWriter& FitsWriter::operator=(FitsWriter&&) noexcept = default;
FitsWriter::~FitsWriter() = default;

FitsWriter FitsWriter::create(std::string const& path) {
  auto handle = std::make_unique<Handle>();
  handle->path = path;
  fitsfile* created = nullptr;
  int status = 0;
  ffdkinit(&created, path.c_str(), &status);
  handle->check(status, "file");
  handle->file.reset(created);
  return FitsWriter(std::move(handle));
}

namespace {

template <class Pixel>
void write_image(FitsWriter::Handle& handle, std::string const& extname,
                 std::vector<std::int64_t> const& axes, std::span<Pixel const> pixels, int bitpix, int type) {
  std::vector<LONGLONG> sizes(axes.begin(), axes.end());
  int status = 0;
  ffcrimll(handle.file.get(), bitpix, static_cast<int>(sizes.size()), sizes.data(), &status);
  if (!extname.empty()) ffukys(handle.file.get(), "EXTNAME", extname.c_str(), "name of this HDU", &status);
  // cfitsio wants a mutable pointer but only reads.
  if (!pixels.empty())
    ffppr(handle.file.get(), type, 1, static_cast<LONGLONG>(pixels.size()), const_cast<Pixel*>(pixels.data()),
          &status);
  handle.check(status, extname.empty() ? "image" : "image " + extname);
  handle.hdus += 1;
}

}  // namespace

void FitsWriter::image(std::string const& extname, std::vector<std::int64_t> const& axes,
                       std::span<std::int32_t const> pixels) {
  write_image(*handle_, extname, axes, pixels, LONG_IMG, TINT);
}
void FitsWriter::image(std::string const& extname, std::vector<std::int64_t> const& axes,
                       std::span<float const> pixels) {
  write_image(*handle_, extname, axes, pixels, FLOAT_IMG, TFLOAT);
}
void FitsWriter::image(std::string const& extname, std::vector<std::int64_t> const& axes,
                       std::span<double const> pixels) {
  write_image(*handle_, extname, axes, pixels, DOUBLE_IMG, TDOUBLE);
}

void FitsWriter::empty_primary() { write_image<float>(*handle_, "", {}, {}, BYTE_IMG, TFLOAT); }

void FitsWriter::table(std::string const& extname, std::vector<FitsColumnFormat> const& columns) {
  if (handle_->hdus == 0) empty_primary();
  std::vector<char*> names, formats, units;
  for (FitsColumnFormat const& c : columns) {
    names.push_back(const_cast<char*>(c.name.c_str()));
    formats.push_back(const_cast<char*>(c.format.c_str()));
    units.push_back(const_cast<char*>(c.unit.c_str()));
  }
  fitsfile* const file = handle_->file.get();
  int status = 0;
  ffcrtb(file, BINARY_TBL, 0, static_cast<int>(columns.size()), names.data(), formats.data(), units.data(),
         extname.c_str(), &status);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::vector<LONGLONG> dims(columns[i].dims.begin(), columns[i].dims.end());
    if (!dims.empty())
      ffptdmll(file, static_cast<int>(i) + 1, static_cast<int>(dims.size()), dims.data(), &status);
  }
  handle_->check(status, "table " + extname);
  handle_->hdus += 1;
}

void FitsWriter::column(int column, std::span<double const> values, std::int64_t first_row) {
  int status = 0;
  ffpcl(handle_->file.get(), TDOUBLE, column, first_row + 1, 1, static_cast<LONGLONG>(values.size()),
        const_cast<double*>(values.data()), &status);
  handle_->check(status, "column " + std::to_string(column));
}

void FitsWriter::column(int column, std::span<std::int64_t const> values, std::int64_t first_row) {
  std::vector<LONGLONG> const wide(values.begin(), values.end());
  int status = 0;
  ffpcl(handle_->file.get(), TLONGLONG, column, first_row + 1, 1, static_cast<LONGLONG>(wide.size()),
        const_cast<LONGLONG*>(wide.data()), &status);
  handle_->check(status, "column " + std::to_string(column));
}

void FitsWriter::column(int column, std::span<std::string const> values, std::int64_t first_row) {
  std::vector<char*> pointers;
  for (std::string const& value : values) pointers.push_back(const_cast<char*>(value.c_str()));
  int status = 0;
  ffpcl(handle_->file.get(), TSTRING, column, first_row + 1, 1, static_cast<LONGLONG>(pointers.size()),
        pointers.data(), &status);
  handle_->check(status, "column " + std::to_string(column));
}

// cfitsio writes the elements of one call to one variable-length cell, and sets its descriptor.
void FitsWriter::cell(int column, std::int64_t row, std::span<double const> values) {
  this->column(column, values, row);
}

void FitsWriter::cell(int column, std::int64_t row, std::span<std::int64_t const> values) {
  this->column(column, values, row);
}

void FitsWriter::bytes_cell(int column, std::int64_t row, std::string const& bytes) {
  int status = 0;
  ffpcl(handle_->file.get(), TBYTE, column, row + 1, 1, static_cast<LONGLONG>(bytes.size()),
        const_cast<char*>(bytes.data()), &status);
  handle_->check(status, "column " + std::to_string(column));
}

void FitsWriter::raw_rows(std::span<std::byte const> bytes, std::size_t row_bytes, std::int64_t first_row) {
  EXPECTS(row_bytes > 0 && bytes.size() % row_bytes == 0);
  if (bytes.empty()) return;
  int status = 0;
  // cfitsio wants a mutable pointer but only reads.
  auto* const mutable_bytes = reinterpret_cast<unsigned char*>(const_cast<std::byte*>(bytes.data()));
  ffptbb(handle_->file.get(), first_row + 1, 1, static_cast<LONGLONG>(bytes.size()), mutable_bytes, &status);
  handle_->check(status, "rows");
}

void FitsWriter::key(FitsKey const& key) {
  fitsfile* const file = handle_->file.get();
  char const* const name = key.keyword.c_str();
  char const* const comment = key.comment.c_str();
  int status = 0;
  if (bool const* truth = std::get_if<bool>(&key.value)) ffukyl(file, name, *truth ? 1 : 0, comment, &status);
  if (std::int64_t const* whole = std::get_if<std::int64_t>(&key.value))
    ffukyj(file, name, *whole, comment, &status);
  if (double const* real = std::get_if<double>(&key.value)) {
    EXPECTS(std::isfinite(*real));
    ffucrd(file, name, real_card(key, *real).c_str(), &status);
  }
  if (std::string const* text = std::get_if<std::string>(&key.value)) {
    // Not cfitsio's own notice (ffplsw): its two lines of COMMENT trip readers that want comments of one
    // line.
    if (is_continued(key.keyword, *text))
      ffukys(file, "LONGSTRN", "OGIP 1.0", "long strings are continued", &status);
    ffukls(file, name, text->c_str(), comment, &status);
  }
  handle_->check(status, "keyword " + key.keyword);
}

void FitsWriter::keys(std::vector<FitsKey> const& keys) {
  for (FitsKey const& one : keys) key(one);
}

void FitsWriter::card(std::string const& record) {
  int status = 0;
  ffprec(handle_->file.get(), record.c_str(), &status);
  handle_->check(status, "card");
}

void FitsWriter::history(std::string const& text) {
  int status = 0;
  ffphis(handle_->file.get(), text.c_str(), &status);
  handle_->check(status, "HISTORY");
}

void FitsWriter::comment(std::string const& text) {
  int status = 0;
  ffpcom(handle_->file.get(), text.c_str(), &status);
  handle_->check(status, "COMMENT");
}

void FitsWriter::close() {
  EXPECTS(handle_->file != nullptr);
  int status = 0;
  for (int hdu = 1; hdu <= handle_->hdus; ++hdu) {
    ffmahd(handle_->file.get(), hdu, nullptr, &status);
    write_checksums(handle_->file.get(), status);
  }
  ffflus(handle_->file.get(), &status);
  handle_->check(status, "file");
  ffclos(handle_->file.release(), &status);
  handle_->check(status, "file");
  sync_to_disk(handle_->path);
}

}  // namespace engine
