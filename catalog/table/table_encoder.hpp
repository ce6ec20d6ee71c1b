/// The one interface of all output formats: rows in, bytes out, nothing kept of a row once it is written.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "catalog/table/rows.hpp"
#include "catalog/table/table_frame.hpp"

namespace catalog {

/// begin() once, row() for each row, then end() until it returns false. All append to `out`, which the caller
/// may empty between calls. One encoder makes one document.
class TableEncoder {
 public:
  virtual ~TableEncoder() = default;

  /// The cells this format copies fastest. Both kinds are understood.
  virtual CellFormat wants() const = 0;
  virtual void begin(std::string& out, std::vector<Column> const& columns, TableFrame const& frame) = 0;
  virtual void row(std::string& out, RowSource& source) = 0;
  /// What follows the last row, piece by piece; true: there is more.
  virtual bool end(std::string& out, Ending const& ending) = 0;
  /// True where a reader sees Ending::error. Where not, a failure must cut the connection instead.
  virtual bool can_report_error() const = 0;
};

enum class Serialization {
  votable_tabledata,
  votable_binary,
  votable_binary2,
  csv,
  tsv,
  json,
  fits,
  html,
  plain_text
};

std::unique_ptr<TableEncoder> make_encoder(Serialization serialization);

// The makers of each, one file each.
std::unique_ptr<TableEncoder> make_tabledata_encoder();
std::unique_ptr<TableEncoder> make_binary_encoder();   ///< VOTable 1.4 BINARY, NULL by VALUES null
std::unique_ptr<TableEncoder> make_binary2_encoder();  ///< VOTable 1.4 BINARY2, NULL flags
std::unique_ptr<TableEncoder> make_csv_encoder();      ///< RFC 4180 with a header line
std::unique_ptr<TableEncoder> make_tsv_encoder();      ///< IANA text/tab-separated-values
std::unique_ptr<TableEncoder> make_json_encoder();
std::unique_ptr<TableEncoder> make_fits_encoder();
std::unique_ptr<TableEncoder> make_html_encoder();
std::unique_ptr<TableEncoder> make_plain_text_encoder();

}  // namespace catalog
