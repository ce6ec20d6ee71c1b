#include "catalog/table/votable_document.hpp"

#include <algorithm>

#include "catalog/table/cell_text.hpp"
#include "engine/base/text.hpp"

namespace catalog {

namespace {

std::string value_of(XmlAttributes const& attributes, std::string const& name) {
  auto const found = attributes.find(name);
  return found == attributes.end() ? std::string() : found->second;
}

bool is_votable_namespace(std::string const& space) {
  return space.empty() || space.starts_with("http://www.ivoa.net/xml/VOTable/") ||
         space.starts_with("http://vizier.u-strasbg.fr/VOTable");
}

}  // namespace

void VotableDocument::start(std::string const& name, std::string const& space,
                            XmlAttributes const& attributes) {
  if (!root_seen_ && (name != "VOTABLE" || !is_votable_namespace(space)))
    throw VotableProblem("the document is not a VOTable but '" + name.substr(0, 100) + "'" +
                         (space.empty() ? "" : " of namespace " + space.substr(0, 200)));
  root_seen_ = true;
  if (name == "TABLE" && table_ == Table::none)
    table_ = Table::inside;
  else if (table_ == Table::inside)
    start_in_table(name, attributes);
}

void VotableDocument::start_in_table(std::string const& name, XmlAttributes const& attributes) {
  if (name == "FIELD") {
    if (fields_.size() >= limits_.columns)
      throw VotableProblem("more than the " + std::to_string(limits_.columns) + " columns allowed");
    std::string field = value_of(attributes, "name");
    if (field.empty()) field = value_of(attributes, "ID");
    if (field.empty()) field = "col" + std::to_string(fields_.size() + 1);
    fields_.push_back(votable_field(field, value_of(attributes, "datatype"),
                                    value_of(attributes, "arraysize"), value_of(attributes, "xtype")));
    // An empty TD may stand for all of them: what is written back must not be a billion times what was sent.
    CellShape const& shape = fields_.back().shape;
    if (shape.fixed * bytes_of(shape.datatype) > limits_.cell_bytes)
      throw VotableProblem("FIELD '" + field + "' has cells of more than the " +
                           std::to_string(limits_.cell_bytes) + " bytes allowed");
    Column& column = fields_.back().column;
    column.unit = value_of(attributes, "unit");
    column.ucd = value_of(attributes, "ucd");
    column.utype = value_of(attributes, "utype");
    in_field_ = true;
  } else if (name == "VALUES" && in_field_) {
    std::string const null = value_of(attributes, "null");
    bool const whole = !fields_.back().shape.text && fields_.back().column.datatype != Datatype::boolean;
    if (whole && !null.empty()) fields_.back().null = engine::whole_number(null);
  } else if (name == "DESCRIPTION" && in_field_) {
    text_.clear();
    wants_text_ = true;
  } else if (name == "TABLEDATA") {
    data_ = Data::table_data;
    announce_columns();
  } else if (name == "BINARY" || name == "BINARY2") {
    data_ = name == "BINARY" ? Data::binary : Data::binary2;
    announce_columns();
  } else if (name == "FITS" || name == "PARQUET") {
    throw VotableProblem(name + " data are not read here: send TABLEDATA or BINARY2");
  } else if (name == "STREAM") {
    start_stream(attributes);
  } else if (name == "TR") {
    row_.clear();
  } else if (name == "TD") {
    if (!value_of(attributes, "encoding").empty()) throw VotableProblem("encoded TD elements are not read");
    text_.clear();
    wants_text_ = true;
  }
}

void VotableDocument::start_stream(XmlAttributes const& attributes) {
  if (attributes.contains("href"))
    throw VotableProblem("data at another address (STREAM href) are not fetched");
  if (value_of(attributes, "encoding") != "base64")
    throw VotableProblem("a STREAM must be encoded in base64");
  in_stream_ = data_ != Data::none;
}

void VotableDocument::characters(std::string_view text) {
  if (table_ != Table::inside) return;
  if (in_stream_) {
    if (!base64_.decode(bytes_, text)) throw VotableProblem("the STREAM is not base64");
    // The parser hands over some hundred bytes at a time: wait until trying is worth it.
    if (bytes_.size() >= try_at_) take_binary_rows();
  } else if (wants_text_) {
    if (text_.size() + text.size() > limits_.cell_bytes)
      throw VotableProblem("a cell of more than the " + std::to_string(limits_.cell_bytes) +
                           " bytes allowed");
    text_ += text;
  }
}

void VotableDocument::end(std::string const& name) {
  if (table_ == Table::inside) end_in_table(name);
}

void VotableDocument::end_in_table(std::string const& name) {
  if (name == "FIELD") {
    in_field_ = false;
  } else if (name == "DESCRIPTION" && in_field_) {
    fields_.back().column.description = engine::trimmed(text_);
    wants_text_ = false;
  } else if (name == "TD") {
    wants_text_ = false;
    if (row_.size() == fields_.size())
      throw VotableProblem("a row of more than the " + std::to_string(fields_.size()) + " declared columns");
    row_.push_back(cell_of_text(fields_[row_.size()], text_));
  } else if (name == "TR") {
    end_row();
  } else if (name == "STREAM") {
    end_stream();
  } else if (name == "TABLE") {
    announce_columns();
    table_ = Table::done;
  }
}

void VotableDocument::announce_columns() {
  if (announced_) return;
  if (fields_.empty()) throw VotableProblem("the TABLE has no FIELD");
  announced_ = true;
  std::vector<Column> columns;
  for (VotableField const& field : fields_) columns.push_back(field.column);
  sink_.columns(columns);
}

void VotableDocument::end_row() {
  if (data_ != Data::table_data) throw VotableProblem("a TR outside TABLEDATA");
  if (row_.size() != fields_.size())
    throw VotableProblem("a row of " + std::to_string(row_.size()) + " cells where " +
                         std::to_string(fields_.size()) + " columns are declared");
  deliver();
}

void VotableDocument::deliver() {
  if (++rows_ > limits_.rows)
    throw VotableProblem("more than the " + std::to_string(limits_.rows) + " rows allowed");
  sink_.row(row_);
}

void VotableDocument::take_binary_rows() {
  std::string_view rest = bytes_;
  std::size_t const flags = data_ == Data::binary2 ? (fields_.size() + 7) / 8 : 0;
  while (!rest.empty()) {
    std::string_view now = rest;
    if (now.size() < flags) break;
    now.remove_prefix(flags);
    row_.assign(fields_.size(), std::nullopt);
    std::size_t i = 0;
    while (i < fields_.size() && cell_of_bytes(fields_[i], now, limits_.cell_bytes, row_[i])) ++i;
    if (i < fields_.size()) break;
    for (std::size_t k = 0; k < fields_.size(); ++k) {
      bool const flagged = flags > 0 && ((static_cast<unsigned char>(rest[k / 8]) << (k % 8)) & 0x80) != 0;
      // BINARY cannot tell an empty text from none, and is read as TABLEDATA is.
      bool const empty = flags == 0 && fields_[k].shape.text && row_[k] && row_[k]->empty();
      if (flagged || empty) row_[k].reset();
    }
    deliver();
    rest = now;
  }
  bytes_.erase(0, bytes_.size() - rest.size());
  try_at_ = std::max<std::size_t>(65536, 2 * bytes_.size());
}

void VotableDocument::end_stream() {
  if (!in_stream_) return;
  in_stream_ = false;
  take_binary_rows();
  if (!bytes_.empty() || !base64_.complete()) throw VotableProblem("the STREAM ends in the middle of a row");
}

}  // namespace catalog
