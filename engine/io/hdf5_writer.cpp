#include "engine/io/hdf5_writer.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include <hdf5.h>

#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"
#include "engine/io/content_sum.hpp"
#include "engine/io/durable.hpp"
#include "engine/io/hdf5_content.hpp"
#include "engine/io/sha256.hpp"

namespace engine {

namespace {

/// Rows per chunk: half a megabyte of doubles, which the library's chunk cache holds while blocks end inside
/// it.
constexpr hsize_t chunk_rows = 65536;

/// Our failures carry the message; the library would print its own to stderr.
class QuietErrors {
 public:
  QuietErrors() {
    H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  }
  QuietErrors(QuietErrors const&) = delete;
  QuietErrors& operator=(QuietErrors const&) = delete;
  ~QuietErrors() { H5Eset_auto2(H5E_DEFAULT, function_, data_); }

 private:
  H5E_auto2_t function_ = nullptr;
  void* data_ = nullptr;
};

/// An identifier with the function that releases it.
class Id {
 public:
  using Release = herr_t (*)(hid_t);
  Id(hid_t id, Release release) : id_(id), release_(release) {}
  Id(Id&& other) noexcept : id_(std::exchange(other.id_, -1)), release_(other.release_) {}
  Id& operator=(Id&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(release_, other.release_);
    return *this;
  }
  ~Id() {
    if (id_ < 0) return;
    QuietErrors const quiet;
    release_(id_);
  }
  hid_t get() const { return id_; }
  herr_t close() { return release_(std::exchange(id_, -1)); }

 private:
  hid_t id_;
  Release release_;
};

Id memory_type(ColumnDataset const& layout) {
  auto const copy = [](hid_t type) { return Id(H5Tcopy(type), H5Tclose); };
  switch (layout.element) {
    case Element::int8: return copy(H5T_STD_I8BE);
    case Element::uint8: return copy(H5T_STD_U8BE);
    case Element::int16: return copy(H5T_STD_I16BE);
    case Element::uint16: return copy(H5T_STD_U16BE);
    case Element::int32: return copy(H5T_STD_I32BE);
    case Element::uint32: return copy(H5T_STD_U32BE);
    case Element::int64: return copy(H5T_STD_I64BE);
    case Element::uint64: return copy(H5T_STD_U64BE);
    case Element::float32: return copy(H5T_IEEE_F32BE);
    case Element::float64: return copy(H5T_IEEE_F64BE);
    case Element::text: break;
  }
  Id text = copy(H5T_C_S1);
  H5Tset_size(text.get(), layout.element_bytes);
  H5Tset_strpad(text.get(), H5T_STR_NULLPAD);
  return text;
}

/// Little endian in the file, whatever the machine: equal bytes everywhere.
Id file_type(ColumnDataset const& layout) {
  Id type = memory_type(layout);
  if (layout.element != Element::text) H5Tset_order(type.get(), H5T_ORDER_LE);
  return type;
}

Id text_type(std::size_t bytes) {
  Id type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type.get(), std::max<std::size_t>(bytes, 1));
  H5Tset_strpad(type.get(), H5T_STR_NULLPAD);
  H5Tset_cset(type.get(), H5T_CSET_UTF8);
  return type;
}

Id scalar() { return Id(H5Screate(H5S_SCALAR), H5Sclose); }

Id untimed_dataset() {
  Id properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_obj_track_times(properties.get(), false);
  return properties;
}

std::vector<hsize_t> shape_of(ColumnDataset const& layout, std::size_t rows) {
  std::vector<hsize_t> shape{rows};
  if (layout.per_row > 1) shape.push_back(layout.per_row);
  return shape;
}

}  // namespace

struct Hdf5Writer::Handle {
  std::string path;
  RunningSha256 content;

  void count(std::string const& name, std::span<std::byte const> bytes) {
    content.add(name + "\n" + std::to_string(bytes.size()) + "\n");
    content.add({reinterpret_cast<char const*>(bytes.data()), bytes.size()});
  }
  Id file{-1, H5Fclose};

  Id checked(Id id, std::string const& what) const {
    if (id.get() < 0) fail(what);
    return id;
  }
  void check(herr_t status, std::string const& what) const {
    if (status < 0) fail(what);
  }
  [[noreturn]] void fail(std::string const& what) const {
    throw Failure(Fault::missing_resource,
                  "cannot write " + what + ": " + path + " (the HDF5 library refused) - is the disk full?");
  }
  void attribute(hid_t object, std::string const& name, Id const& type, Id const& space,
                 void const* value) const {
    Id const attribute = checked(
        Id(H5Acreate2(object, name.c_str(), type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose),
        name);
    check(H5Awrite(attribute.get(), type.get(), value), name);
  }
  void text_attribute(hid_t object, std::string const& name, std::string const& value) const {
    attribute(object, name, text_type(value.size()), scalar(), value.c_str());
  }
};

Hdf5Writer::Hdf5Writer(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
Hdf5Writer::Hdf5Writer(Hdf5Writer&&) noexcept = default;
Hdf5Writer& Hdf5Writer::operator=(Hdf5Writer&&) noexcept = default;
Hdf5Writer::~Hdf5Writer() = default;

Hdf5Writer Hdf5Writer::create(std::string const& path) {
  // A file that a full disk kept from closing would be tried again, and crash the library, when the program
  // ends. Nothing else needs that: every identifier here is closed by its owner.
  H5dont_atexit();
  QuietErrors const quiet;
  auto handle = std::make_unique<Handle>();
  handle->path = path;
  handle->file =
      handle->checked(Id(H5Fcreate(path.c_str(), H5F_ACC_EXCL, H5P_DEFAULT, H5P_DEFAULT), H5Fclose), "file");
  return Hdf5Writer(std::move(handle));
}

void Hdf5Writer::group(std::string const& path) {
  QuietErrors const quiet;
  Id const properties(H5Pcreate(H5P_GROUP_CREATE), H5Pclose);
  H5Pset_obj_track_times(properties.get(), false);
  handle_->checked(
      Id(H5Gcreate2(handle_->file.get(), path.c_str(), H5P_DEFAULT, properties.get(), H5P_DEFAULT), H5Gclose),
      path);
}

void Hdf5Writer::dataset(std::string const& path, ColumnDataset const& layout, std::size_t rows,
                         std::string const& unit) {
  QuietErrors const quiet;
  std::vector<hsize_t> const shape = shape_of(layout, rows);
  std::vector<hsize_t> greatest = shape, chunk = shape;
  greatest[0] = H5S_UNLIMITED;
  chunk[0] = std::clamp<hsize_t>(rows, 1,
                                 std::max<hsize_t>(1, chunk_rows / std::max<std::size_t>(layout.per_row, 1)));
  Id const space(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), greatest.data()), H5Sclose);
  Id const properties = untimed_dataset();
  H5Pset_chunk(properties.get(), static_cast<int>(chunk.size()), chunk.data());
  H5Pset_shuffle(properties.get());
  H5Pset_deflate(properties.get(), 4);
  Id const type = file_type(layout);
  Id const made = handle_->checked(Id(H5Dcreate2(handle_->file.get(), path.c_str(), type.get(), space.get(),
                                                 H5P_DEFAULT, properties.get(), H5P_DEFAULT),
                                      H5Dclose),
                                   path);
  if (!unit.empty()) handle_->text_attribute(made.get(), "unit", unit);
  handle_->count(path + " in " + unit, {});
}

void Hdf5Writer::write_rows(std::string const& path, ColumnDataset const& layout, std::size_t first_row,
                            std::span<std::byte const> elements) {
  QuietErrors const quiet;
  std::size_t const row_bytes = layout.per_row * layout.element_bytes;
  EXPECTS(row_bytes > 0 && elements.size() % row_bytes == 0);
  if (elements.empty()) return;
  handle_->count(path, elements);
  std::vector<hsize_t> const shape = shape_of(layout, elements.size() / row_bytes);
  std::vector<hsize_t> start(shape.size(), 0);
  start[0] = first_row;
  Id const dataset =
      handle_->checked(Id(H5Dopen2(handle_->file.get(), path.c_str(), H5P_DEFAULT), H5Dclose), path);
  Id const space(H5Dget_space(dataset.get()), H5Sclose);
  handle_->check(
      H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr, shape.data(), nullptr), path);
  Id const memory(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr), H5Sclose);
  Id const type = memory_type(layout);
  handle_->check(H5Dwrite(dataset.get(), type.get(), memory.get(), space.get(), H5P_DEFAULT, elements.data()),
                 path);
}

namespace {

Id plain_dataset(hid_t file, std::string const& path, hid_t type, std::size_t size) {
  hsize_t const shape = size;
  Id const space(H5Screate_simple(1, &shape, nullptr), H5Sclose);
  Id const properties = untimed_dataset();
  return {H5Dcreate2(file, path.c_str(), type, space.get(), H5P_DEFAULT, properties.get(), H5P_DEFAULT),
          H5Dclose};
}

}  // namespace

void Hdf5Writer::dataset(std::string const& path, std::span<double const> values, std::string const& unit) {
  QuietErrors const quiet;
  Id const made =
      handle_->checked(plain_dataset(handle_->file.get(), path, H5T_IEEE_F64LE, values.size()), path);
  if (!values.empty())
    handle_->check(H5Dwrite(made.get(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
                   path);
  handle_->text_attribute(made.get(), "unit", unit);
  handle_->count(path + " in " + unit, std::as_bytes(values));
}

void Hdf5Writer::dataset(std::string const& path, std::span<std::int64_t const> values) {
  QuietErrors const quiet;
  Id const made =
      handle_->checked(plain_dataset(handle_->file.get(), path, H5T_STD_I64LE, values.size()), path);
  if (!values.empty())
    handle_->check(H5Dwrite(made.get(), H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
                   path);
  handle_->count(path, std::as_bytes(values));
}

void Hdf5Writer::text(std::string const& path, std::string const& value) {
  QuietErrors const quiet;
  Id const type = text_type(value.size()), space = scalar(), properties = untimed_dataset();
  Id const made = handle_->checked(Id(H5Dcreate2(handle_->file.get(), path.c_str(), type.get(), space.get(),
                                                 H5P_DEFAULT, properties.get(), H5P_DEFAULT),
                                      H5Dclose),
                                   path);
  handle_->check(H5Dwrite(made.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, value.c_str()), path);
}

void Hdf5Writer::attribute(FitsKey const& fact) {
  QuietErrors const quiet;
  hid_t const root = handle_->file.get();
  auto const bytes_of = [](auto const& value) { return std::as_bytes(std::span(&value, 1)); };
  bool const counts = !is_about_making(fact.keyword);
  auto const number_attribute = [&](hid_t type, void const* value) {
    handle_->attribute(root, fact.keyword, Id(H5Tcopy(type), H5Tclose), scalar(), value);
  };
  if (std::string const* text = std::get_if<std::string>(&fact.value)) {
    handle_->text_attribute(root, fact.keyword, *text);
    if (counts) handle_->count(fact.keyword, std::as_bytes(std::span(*text)));
  }
  if (counts && std::holds_alternative<double>(fact.value))
    handle_->count(fact.keyword, bytes_of(std::get<double>(fact.value)));
  if (counts && std::holds_alternative<std::int64_t>(fact.value))
    handle_->count(fact.keyword, bytes_of(std::get<std::int64_t>(fact.value)));
  if (double const* real = std::get_if<double>(&fact.value)) number_attribute(H5T_NATIVE_DOUBLE, real);
  if (std::int64_t const* whole = std::get_if<std::int64_t>(&fact.value))
    number_attribute(H5T_NATIVE_INT64, whole);
  if (bool const* truth = std::get_if<bool>(&fact.value)) {
    std::int64_t const value = *truth ? 1 : 0;
    number_attribute(H5T_NATIVE_INT64, &value);
  }
}

void Hdf5Writer::close() {
  QuietErrors const quiet;
  EXPECTS(handle_->file.get() >= 0);
  handle_->text_attribute(handle_->file.get(), hdf5_content_sum, handle_->content.hexadecimal());
  handle_->check(H5Fflush(handle_->file.get(), H5F_SCOPE_GLOBAL), "file");
  handle_->check(handle_->file.close(), "file");
  sync_file(handle_->path);
}

}  // namespace engine
