#include "catalog/table/cell_text.hpp"
#include "catalog/table/table_encoder.hpp"
#include "catalog/table/xml_text.hpp"

namespace catalog {

namespace {

void append_element(std::string& out, std::string_view tag, std::string_view text) {
  ((out += '<') += tag) += '>';
  append_escaped(out, text);
  ((out += "</") += tag) += ">\n";
}

/// A page for people. Addresses are links, and nothing else of a value is ever markup.
class HtmlEncoder final : public TableEncoder {
 public:
  CellFormat wants() const override { return CellFormat::text; }
  bool can_report_error() const override { return true; }

  void begin(std::string& out, std::vector<Column> const& columns, TableFrame const& frame) override {
    shapes_ = shapes_of(columns);
    std::string const title = frame.resource_name.empty() ? "Result" : frame.resource_name;
    out += "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n";
    append_element(out, "title", title);
    out +=
        "<style>body{font:14px sans-serif}table{border-collapse:collapse}"
        "td,th{border:1px solid #bbb;padding:2px "
        "6px;text-align:left}th{background:#eee}</style></head><body>\n";
    append_element(out, "h1", title);
    if (!frame.description.empty()) append_element(out, "p", frame.description);
    for (Info const& info : frame.infos) append_element(out, "p", info.name + ": " + info.value);
    out += "<table><thead><tr>";
    for (Column const& column : columns) append_heading(out, column);
    out += "</tr></thead><tbody>\n";
  }

  void row(std::string& out, RowSource& source) override {
    out += "<tr>";
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
      out += "<td>";
      if (auto const cell = source.cell(i)) append_value(out, shapes_[i], source.format(), *cell);
      out += "</td>";
    }
    out += "</tr>\n";
  }

  bool end(std::string& out, Ending const& ending) override {
    out += "</tbody></table>\n";
    append_element(out, "p", std::to_string(ending.rows) + " rows");
    if (ending.overflow) append_element(out, "p", "There are more rows: raise MAXREC.");
    if (ending.error) append_element(out, "p", "The answer is not complete: " + *ending.error);
    out += "</body></html>\n";
    return false;
  }

 private:
  static void append_heading(std::string& out, Column const& column) {
    out += "<th title=\"";
    append_escaped_attribute(out, column.description);
    out += "\">";
    append_escaped(out, column.name);
    if (!column.unit.empty()) append_escaped(out, " [" + column.unit + "]");
    out += "</th>";
  }

  void append_value(std::string& out, CellShape const& shape, CellFormat format, std::string_view cell) {
    if (!shape.text) return append_numbers(out, shape, format, cell, Spelling::plain);
    std::string_view const text = text_of_cell(shape, format, cell, keep_);
    bool const address = text.starts_with("http://") || text.starts_with("https://");
    if (!address) return append_escaped(out, text);
    out += "<a href=\"";
    append_escaped_attribute(out, text);
    out += "\">";
    append_escaped(out, text);
    out += "</a>";
  }

  std::vector<CellShape> shapes_;
  std::string keep_;
};

}  // namespace

std::unique_ptr<TableEncoder> make_html_encoder() { return std::make_unique<HtmlEncoder>(); }

}  // namespace catalog
