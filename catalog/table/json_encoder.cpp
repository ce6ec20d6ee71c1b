#include <cmath>

#include "catalog/table/cell_text.hpp"
#include "catalog/table/json_text.hpp"
#include "catalog/table/pg_cell.hpp"
#include "catalog/table/table_encoder.hpp"

namespace catalog {

namespace {

/// {"metadata":[{"name":..., "datatype":..., ...}, ...], "info":[...], "data":[[...], ...],
/// "overflow":false}: the layout of TAP services that offer JSON. NaN and infinities, which JSON has not, are
/// null; arrays are arrays.
class JsonEncoder final : public TableEncoder {
 public:
  CellFormat wants() const override { return CellFormat::text; }
  bool can_report_error() const override { return false; }

  void begin(std::string& out, std::vector<Column> const& columns, TableFrame const& frame) override {
    shapes_ = shapes_of(columns);
    out += "{\"metadata\":[";
    for (std::size_t i = 0; i < columns.size(); ++i) append_column(out += i == 0 ? "\n" : ",\n", columns[i]);
    out += "],\n\"info\":[";
    for (std::size_t i = 0; i < frame.infos.size(); ++i) {
      append_json_member(out += i == 0 ? "\n{" : ",\n{", "name", frame.infos[i].name);
      append_json_member(out += ',', "value", frame.infos[i].value);
      out += '}';
    }
    out += "],\n\"data\":[";
  }

  void row(std::string& out, RowSource& source) override {
    out += first_row_ ? "\n[" : ",\n[";
    first_row_ = false;
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
      if (i > 0) out += ',';
      auto const cell = source.cell(i);
      if (cell)
        append_value(out, shapes_[i], source.format(), *cell);
      else
        out += "null";
    }
    out += ']';
  }

  bool end(std::string& out, Ending const& ending) override {
    out += ending.overflow ? "\n],\n\"overflow\":true}\n" : "\n],\n\"overflow\":false}\n";
    return false;
  }

 private:
  static void append_column(std::string& out, Column const& c) {
    append_json_member(out += '{', "name", c.name);
    append_json_member(out += ',', "datatype", votable_word(c.datatype));
    auto const more = [&](std::string_view name, std::string_view value) {
      if (!value.empty()) append_json_member(out += ',', name, value);
    };
    more("arraysize", published_arraysize(c));
    more("xtype", c.xtype);
    more("unit", c.unit);
    more("ucd", c.ucd);
    more("utype", c.utype);
    more("description", c.description);
    out += '}';
  }

  void append_value(std::string& out, CellShape const& shape, CellFormat format, std::string_view cell) {
    if (shape.text) return append_json_string(out, text_of_cell(shape, format, cell, keep_));
    if (!shape.array) return append_number(out, shape, format, cell);
    CellShape element = shape;
    element.array = false;
    out += '[';
    bool first = true;
    for (ArrayElements elements(format, cell); elements.next(); first = false) {
      if (!first) out += ',';
      if (auto const value = elements.element())
        append_number(out, element, format, *value);
      else
        out += "null";
    }
    out += ']';
  }

  static void append_number(std::string& out, CellShape const& shape, CellFormat format,
                            std::string_view cell) {
    std::size_t const at = out.size();
    append_numbers(out, shape, format, cell, Spelling::plain);
    bool const word = out.ends_with('N') || out.ends_with('y');  // NaN, Infinity
    if (word) out.replace(at, std::string::npos, "null");
  }

  std::vector<CellShape> shapes_;
  bool first_row_ = true;
  std::string keep_;
};

}  // namespace

std::unique_ptr<TableEncoder> make_json_encoder() { return std::make_unique<JsonEncoder>(); }

}  // namespace catalog
