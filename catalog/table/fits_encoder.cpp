#include <algorithm>

#include "catalog/table/cell_bytes.hpp"
#include "catalog/table/cell_text.hpp"
#include "catalog/table/fits_cards.hpp"
#include "catalog/table/fits_table.hpp"
#include "catalog/table/pg_cell.hpp"
#include "catalog/table/spool_file.hpp"
#include "catalog/table/table_encoder.hpp"
#include "catalog/table/utf8.hpp"
#include "engine/base/failure.hpp"

namespace catalog {

namespace {

/// A FITS header says how many rows follow and how wide they are, so the rows wait on disk until the last one
/// has come. There a cell is its bytes; where their number varies, behind a 32-bit count of elements.
class FitsEncoder final : public TableEncoder {
 public:
  CellFormat wants() const override { return CellFormat::binary; }
  bool can_report_error() const override { return false; }

  void begin(std::string&, std::vector<Column> const& columns, TableFrame const& frame) override {
    if (columns.size() > 999)
      throw engine::Failure(
          engine::Fault::bad_request,
          "cannot write FITS: the answer has more than the 999 columns a FITS table may have "
          "- select fewer columns or another RESPONSEFORMAT");
    for (Column const& column : columns) columns_.emplace_back(column);
    frame_ = frame;
  }

  void row(std::string&, RowSource& source) override {
    row_.clear();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      auto const cell = source.cell(i);
      if (!cell) columns_[i].null_seen = true;
      if (columns_[i].variable)
        append_variable(columns_[i], source.format(), cell);
      else
        append_fixed(columns_[i], source.format(), cell);
    }
    spool_.write(row_);
    ++rows_;
  }

  bool end(std::string& out, Ending const& ending) override {
    switch (stage_) {
      case Stage::head:
        layout_ = lay_out(columns_, rows_);
        append_fits_headers(out, columns_, layout_, frame_, ending);
        start_pass(Stage::rows);
        return true;
      case Stage::rows:
        read_rows(out);
        if (rows_done_ == rows_) start_pass(layout_.heap_bytes > 0 ? Stage::heap : Stage::fill);
        return true;
      case Stage::heap:
        read_rows(out);
        if (rows_done_ == rows_) stage_ = Stage::fill;
        return true;
      case Stage::fill: break;
    }
    std::uint64_t const over = (layout_.rows * layout_.row_bytes + layout_.heap_bytes) % fits_block;
    if (over > 0) out.append(fits_block - over, '\0');
    return false;
  }

 private:
  enum class Stage { head, rows, heap, fill };
  static constexpr std::size_t piece = 65536;

  void append_variable(FitsColumn& c, CellFormat format, std::optional<std::string_view> cell) {
    std::size_t const at = row_.size();
    append_count(row_, 0);
    std::size_t count = 0;
    if (cell && c.shape.text) {
      append_as_ascii(row_, text_of_cell(c.shape, format, *cell, keep_));
      count = row_.size() - at - 4;
      // The standard allows printable characters only; NUL would end the text.
      std::replace_if(
          row_.end() - static_cast<std::ptrdiff_t>(count), row_.end(),
          [](char x) { return x < 0x20 || x > 0x7E; }, ' ');
    } else if (cell) {
      count = append_elements(row_, c.shape, format, *cell);
      mend_truth_values(c, at + 4);
    }
    overwrite_count(row_, at, count);
    c.most = std::max<std::uint64_t>(c.most, count);
    c.total += count;
  }

  void append_fixed(FitsColumn& c, CellFormat format, std::optional<std::string_view> cell) {
    std::size_t const at = row_.size(), wanted = c.shape.array ? c.shape.fixed : 1;
    std::size_t const count = cell ? append_elements(row_, c.shape, format, *cell) : 0;
    for (std::size_t i = count; i < wanted; ++i) append_null_scalar(row_, c.shape.datatype);
    row_.resize(at + wanted * c.element_bytes());
    mend_truth_values(c, at);
  }

  /// An unknown truth value is a zero byte in FITS.
  void mend_truth_values(FitsColumn const& c, std::size_t from) {
    if (c.shape.datatype == Datatype::boolean)
      std::replace(row_.begin() + static_cast<std::ptrdiff_t>(from), row_.end(), '?', '\0');
  }

  void start_pass(Stage stage) {
    spool_.rewind();
    rows_done_ = 0;
    heap_used_ = 0;
    stage_ = stage;
  }

  void read_rows(std::string& out) {
    for (; out.size() < piece && rows_done_ < rows_; ++rows_done_)
      for (FitsColumn const& c : columns_) read_cell(out, c);
  }

  void read_cell(std::string& out, FitsColumn const& c) {
    std::uint64_t count = c.shape.array ? c.shape.fixed : 1;
    if (c.variable) {
      char bytes[4];
      spool_.read(bytes, sizeof bytes);
      count = big_endian<std::uint32_t>(bytes);
    }
    std::size_t const start = out.size(), bytes = count * c.element_bytes();
    out.resize(start + bytes);
    spool_.read(out.data() + start, bytes);
    if (stage_ == Stage::heap) {
      if (!c.in_heap) out.resize(start);
      return;
    }
    if (c.in_heap) {
      out.resize(start);
      append_descriptor(out, count);
      heap_used_ += bytes;
    } else if (c.variable) {
      out.resize(start + cell_bytes(c, layout_), ' ');
    }
  }

  void append_descriptor(std::string& out, std::uint64_t count) const {
    if (layout_.wide_descriptors) {
      append_count(out, count >> 32);
      append_count(out, count & 0xFFFFFFFF);
      append_count(out, heap_used_ >> 32);
      append_count(out, heap_used_ & 0xFFFFFFFF);
    } else {
      append_count(out, count);
      append_count(out, heap_used_);
    }
  }

  std::vector<FitsColumn> columns_;
  TableFrame frame_;
  SpoolFile spool_;
  std::string row_, keep_;
  FitsLayout layout_;
  Stage stage_ = Stage::head;
  std::uint64_t rows_ = 0, rows_done_ = 0, heap_used_ = 0;
};

}  // namespace

std::unique_ptr<TableEncoder> make_fits_encoder() { return std::make_unique<FitsEncoder>(); }

}  // namespace catalog
