#include <string>

#include "catalog/table/cell_text.hpp"
#include "catalog/table/table_encoder.hpp"

namespace catalog {

namespace {

/// RFC 4180: quotes where the text needs them. An empty text is "" so that it differs from NULL, which is
/// nothing.
void append_csv_field(std::string& out, std::string_view text) {
  bool const plain = !text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos &&
                     text.front() != ' ' && text.back() != ' ' && text.find('\0') == std::string_view::npos;
  if (plain) {
    out += text;
    return;
  }
  out += '"';
  for (char c : text) {
    if (c == '"') out += '"';
    if (c != '\0') out += c;
  }
  out += '"';
}

/// A TSV field holds no tab and no line end; both become a blank, as the format has no quoting.
void append_tsv_field(std::string& out, std::string_view text) {
  for (char c : text) out += c == '\t' || c == '\n' || c == '\r' || c == '\0' ? ' ' : c;
}

using AppendField = void (*)(std::string&, std::string_view);

class SeparatedValuesEncoder final : public TableEncoder {
 public:
  SeparatedValuesEncoder(char separator, std::string_view line_end, AppendField append_field)
      : separator_(separator), line_end_(line_end), append_field_(append_field) {}

  CellFormat wants() const override { return CellFormat::text; }
  bool can_report_error() const override { return false; }

  void begin(std::string& out, std::vector<Column> const& columns, TableFrame const&) override {
    shapes_ = shapes_of(columns);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) out += separator_;
      append_field_(out, columns[i].name);
    }
    out += line_end_;
  }

  void row(std::string& out, RowSource& source) override {
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
      if (i > 0) out += separator_;
      auto const cell = source.cell(i);
      if (cell && shapes_[i].text)
        append_field_(out, text_of_cell(shapes_[i], source.format(), *cell, keep_));
      else if (cell)
        append_numbers(out, shapes_[i], source.format(), *cell, Spelling::plain);
    }
    out += line_end_;
  }

  bool end(std::string&, Ending const&) override { return false; }

 private:
  char separator_;
  std::string_view line_end_;
  AppendField append_field_;
  std::vector<CellShape> shapes_;
  std::string keep_;
};

}  // namespace

std::unique_ptr<TableEncoder> make_csv_encoder() {
  return std::make_unique<SeparatedValuesEncoder>(',', "\r\n", append_csv_field);
}

std::unique_ptr<TableEncoder> make_tsv_encoder() {
  return std::make_unique<SeparatedValuesEncoder>('\t', "\n", append_tsv_field);
}

}  // namespace catalog
