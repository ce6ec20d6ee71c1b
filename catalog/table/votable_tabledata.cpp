#include "catalog/table/cell_text.hpp"
#include "catalog/table/table_encoder.hpp"
#include "catalog/table/votable_frame.hpp"
#include "catalog/table/xml_text.hpp"

namespace catalog {

namespace {

/// TABLEDATA: what people and every XML tool can read. An empty TD is NULL for all types (VOTable 1.3
/// section 5.1).
class TableDataEncoder final : public TableEncoder {
 public:
  CellFormat wants() const override { return CellFormat::text; }
  bool can_report_error() const override { return true; }

  void begin(std::string& out, std::vector<Column> const& columns, TableFrame const& frame) override {
    columns_ = columns;
    shapes_ = shapes_of(columns);
    services_ = frame.services;
    append_votable_head(out, columns, frame, DeclareNulls::no);
    out += "\n<TABLEDATA>\n";
  }

  void row(std::string& out, RowSource& source) override {
    out += "<TR>";
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
      auto const cell = source.cell(i);
      out += "<TD>";
      if (cell && shapes_[i].text)
        append_escaped(out, text_of_cell(shapes_[i], source.format(), *cell, keep_));
      else if (cell)
        append_numbers(out, shapes_[i], source.format(), *cell, Spelling::votable);
      else if (shapes_[i].array)
        append_null_array(out, shapes_[i]);
      out += "</TD>";
    }
    out += "</TR>\n";
  }

  bool end(std::string& out, Ending const& ending) override {
    out += "</TABLEDATA>";
    append_votable_tail(out, services_, columns_, ending);
    return false;
  }

 private:
  std::vector<Column> columns_;
  std::vector<CellShape> shapes_;
  std::vector<ServiceDescriptor> services_;
  std::string keep_;
};

}  // namespace

std::unique_ptr<TableEncoder> make_tabledata_encoder() { return std::make_unique<TableDataEncoder>(); }

}  // namespace catalog
