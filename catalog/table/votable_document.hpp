/// The elements of a VOTable as they pass by: which table is read, its fields, its rows.
#pragma once

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/table/base64.hpp"
#include "catalog/table/votable_fields.hpp"
#include "catalog/table/votable_reader.hpp"

namespace catalog {

using XmlAttributes = std::map<std::string, std::string>;

/// Not thread-safe, fed in document order. Throws VotableProblem for what the document does wrong.
class VotableDocument {
 public:
  VotableDocument(VotableSink& sink, VotableLimits const& limits) : sink_(sink), limits_(limits) {}
  void start(std::string const& name, std::string const& space, XmlAttributes const& attributes);
  void characters(std::string_view text);
  void end(std::string const& name);
  bool has_table() const { return table_ == Table::done; }

 private:
  enum class Table { none, inside, done };
  enum class Data { none, table_data, binary, binary2 };

  void start_in_table(std::string const& name, XmlAttributes const& attributes);
  void start_stream(XmlAttributes const& attributes);
  void end_in_table(std::string const& name);
  void announce_columns();
  void end_row();
  void end_stream();
  void take_binary_rows();
  void deliver();

  VotableSink& sink_;
  VotableLimits limits_;
  bool root_seen_ = false;
  Table table_ = Table::none;
  Data data_ = Data::none;
  bool announced_ = false;
  std::vector<VotableField> fields_;
  std::string text_;  ///< of the element that is open, if it is one whose text matters
  bool wants_text_ = false;
  bool in_field_ = false, in_stream_ = false;
  VotableSink::Row row_;
  std::int64_t rows_ = 0;
  Base64Decoder base64_;
  std::string bytes_;           ///< decoded, not yet a whole row
  std::size_t try_at_ = 65536;  ///< bytes at which to look for whole rows
};

}  // namespace catalog
