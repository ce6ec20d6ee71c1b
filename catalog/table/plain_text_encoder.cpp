#include <algorithm>

#include "catalog/table/cell_text.hpp"
#include "catalog/table/table_encoder.hpp"
#include "catalog/table/utf8.hpp"

namespace catalog {

namespace {

std::size_t usual_width(CellShape const& shape) {
  if (shape.text || shape.array) return 24;
  return shape.datatype == Datatype::double_ || shape.datatype == Datatype::long_ ? 20 : 12;
}

/// Columns for a terminal. The widths are guessed, since rows are not kept: a long cell pushes its
/// neighbours.
class PlainTextEncoder final : public TableEncoder {
 public:
  CellFormat wants() const override { return CellFormat::text; }
  bool can_report_error() const override { return true; }

  void begin(std::string& out, std::vector<Column> const& columns, TableFrame const&) override {
    shapes_ = shapes_of(columns);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      widths_.push_back(std::max(columns[i].name.size(), usual_width(shapes_[i])));
      append_padded(out, columns[i].name, i);
    }
    out += '\n';
    for (std::size_t i = 0; i < columns.size(); ++i) append_padded(out, std::string(widths_[i], '-'), i);
    out += '\n';
  }

  void row(std::string& out, RowSource& source) override {
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
      field_.clear();
      auto const cell = source.cell(i);
      if (cell && shapes_[i].text)
        field_ = text_of_cell(shapes_[i], source.format(), *cell, keep_);
      else if (cell)
        append_numbers(field_, shapes_[i], source.format(), *cell, Spelling::plain);
      append_padded(out, field_, i);
    }
    out += '\n';
  }

  bool end(std::string& out, Ending const& ending) override {
    if (ending.overflow) out += "# there are more rows: raise MAXREC\n";
    if (ending.error) out += "# the answer is not complete: " + *ending.error + '\n';
    return false;
  }

 private:
  void append_padded(std::string& out, std::string_view text, std::size_t column) {
    std::size_t characters = 0;
    for (char c : text) {
      out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
      characters += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }
    bool const last = column + 1 == shapes_.size();
    if (!last) out.append(characters < widths_[column] ? widths_[column] - characters + 1 : 1, ' ');
  }

  std::vector<CellShape> shapes_;
  std::vector<std::size_t> widths_;
  std::string field_, keep_;
};

}  // namespace

std::unique_ptr<TableEncoder> make_plain_text_encoder() { return std::make_unique<PlainTextEncoder>(); }

}  // namespace catalog
