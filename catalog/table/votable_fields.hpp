/// One FIELD of a VOTable that is read: its type in full, and how its cells become PostgreSQL's text.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "catalog/table/cell_shape.hpp"
#include "catalog/table/column.hpp"

namespace catalog {

/// What is wrong with the document, without the place: the reader adds the line.
struct VotableProblem : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct VotableField {
  Column column;
  CellShape shape;
  bool bits = false;                   ///< datatype bit: eight elements a byte in BINARY
  bool complex = false;                ///< two numbers an element; the shape counts numbers
  std::optional<std::int64_t> null{};  ///< VALUES null of a whole number
};

/// From the attributes of FIELD; empty texts where there is none.
VotableField votable_field(std::string const& name, std::string const& datatype, std::string const& arraysize,
                           std::string const& xtype);

/// The cell in a TD.
std::optional<std::string> cell_of_text(VotableField const& field, std::string_view text);

/// Reads one cell at the beginning of `bytes` and shortens them; false when they are not all there yet.
/// `most`: bytes a cell may have.
bool cell_of_bytes(VotableField const& field, std::string_view& bytes, std::size_t most,
                   std::optional<std::string>& cell);

}  // namespace catalog
