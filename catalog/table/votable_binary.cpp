#include <algorithm>

#include "catalog/table/base64.hpp"
#include "catalog/table/cell_bytes.hpp"
#include "catalog/table/cell_text.hpp"
#include "catalog/table/table_encoder.hpp"
#include "catalog/table/utf8.hpp"
#include "catalog/table/votable_frame.hpp"

namespace catalog {

namespace {

/// BINARY and BINARY2 (VOTable 1.4 sections 5.3, 5.4): base64 of big-endian rows. BINARY2 puts one bit per
/// column in front of each row, set for NULL.
class BinaryEncoder final : public TableEncoder {
 public:
  enum class Nulls { by_value, by_flag };
  explicit BinaryEncoder(Nulls nulls) : nulls_(nulls) {}

  CellFormat wants() const override { return CellFormat::binary; }
  bool can_report_error() const override { return true; }

  void begin(std::string& out, std::vector<Column> const& columns, TableFrame const& frame) override {
    columns_ = columns;
    shapes_ = shapes_of(columns);
    services_ = frame.services;
    bool const flags = nulls_ == Nulls::by_flag;
    append_votable_head(out, columns, frame, flags ? DeclareNulls::no : DeclareNulls::yes);
    out +=
        flags ? "\n<BINARY2>\n<STREAM encoding=\"base64\">\n" : "\n<BINARY>\n<STREAM encoding=\"base64\">\n";
  }

  void row(std::string& out, RowSource& source) override {
    std::size_t const flags_at = bytes_.size();
    if (nulls_ == Nulls::by_flag) bytes_.append((shapes_.size() + 7) / 8, '\0');
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
      auto const cell = source.cell(i);
      if (cell) {
        append_cell(shapes_[i], source.format(), *cell);
        continue;
      }
      append_null(shapes_[i]);
      if (nulls_ == Nulls::by_flag)
        bytes_[flags_at + i / 8] = static_cast<char>(bytes_[flags_at + i / 8] | (0x80 >> (i % 8)));
    }
    if (bytes_.size() >= block) flush(out, bytes_.size() / 3 * 3);
  }

  bool end(std::string& out, Ending const& ending) override {
    flush(out, bytes_.size());
    out += nulls_ == Nulls::by_flag ? "</STREAM>\n</BINARY2>" : "</STREAM>\n</BINARY>";
    append_votable_tail(out, services_, columns_, ending);
    return false;
  }

 private:
  static constexpr std::size_t block = 12288;

  void append_cell(CellShape const& shape, CellFormat format, std::string_view cell) {
    if (shape.text) return append_text(shape, text_of_cell(shape, format, cell, keep_));
    if (!shape.array) return append_scalar(bytes_, shape.datatype, format, cell);
    std::size_t const at = bytes_.size();
    if (shape.fixed == 0) append_count(bytes_, 0);
    std::size_t const count = append_elements(bytes_, shape, format, cell);
    if (shape.fixed == 0) return overwrite_count(bytes_, at, count);
    for (std::size_t i = count; i < shape.fixed; ++i) append_null_scalar(bytes_, shape.datatype);
    bytes_.resize(at + shape.fixed * bytes_of(shape.datatype));
  }

  /// char is ASCII in VOTable up to 1.5, and readers refuse other bytes; TABLEDATA and unicodeChar keep them.
  void append_text(CellShape const& shape, std::string_view text) {
    std::size_t const at = bytes_.size(), unit = bytes_of(shape.datatype);
    if (shape.fixed == 0) append_count(bytes_, 0);
    std::size_t const from = bytes_.size();
    if (shape.datatype == Datatype::char_)
      append_as_ascii(bytes_, text);
    else
      append_as_utf16be(bytes_, text);
    std::size_t const most = shape.fixed > 0 ? shape.fixed : shape.at_most;
    std::size_t units = (bytes_.size() - from) / unit;
    if (most > 0) units = std::min(units, most);
    bytes_.resize(from + (shape.fixed > 0 ? shape.fixed : units) * unit, '\0');
    if (shape.fixed == 0) overwrite_count(bytes_, at, units);
  }

  void append_null(CellShape const& shape) {
    if (shape.fixed == 0 && (shape.text || shape.array)) return append_count(bytes_, 0);
    if (shape.text) return bytes_.append(shape.fixed * bytes_of(shape.datatype), '\0'), void();
    for (std::size_t i = 0; i < std::max<std::size_t>(shape.fixed, 1); ++i)
      append_null_scalar(bytes_, shape.datatype);
  }

  void flush(std::string& out, std::size_t count) {
    if (count == 0) return;
    append_base64(out, std::string_view(bytes_).substr(0, count));
    out += '\n';
    bytes_.erase(0, count);
  }

  Nulls nulls_;
  std::vector<Column> columns_;
  std::vector<CellShape> shapes_;
  std::vector<ServiceDescriptor> services_;
  std::string bytes_, keep_;
};

}  // namespace

std::unique_ptr<TableEncoder> make_binary_encoder() {
  return std::make_unique<BinaryEncoder>(BinaryEncoder::Nulls::by_value);
}

std::unique_ptr<TableEncoder> make_binary2_encoder() {
  return std::make_unique<BinaryEncoder>(BinaryEncoder::Nulls::by_flag);
}

}  // namespace catalog
