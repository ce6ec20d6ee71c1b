/// What an encoder must know of a column for each of its cells, worked out once.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "catalog/table/column.hpp"

namespace catalog {

struct CellShape {
  Datatype datatype = Datatype::char_;
  bool text = true;        ///< char or unicodeChar: the cell is one string
  bool array = false;      ///< several numbers
  bool timestamp = false;  ///< xtype timestamp: PostgreSQL's blank becomes DALI's T
  /// Elements (texts: characters) of a cell when the column says so; 0 where the number varies from row to
  /// row.
  std::size_t fixed = 0;
  std::size_t at_most = 0;  ///< the bound of "16*"; 0: none
};

CellShape shape_of(Column const& column);
std::vector<CellShape> shapes_of(std::vector<Column> const& columns);

/// The arraysize to publish: texts have "*" at least, and "1" is never written (VOTable 1.5 section 2.2
/// deprecates it).
std::string published_arraysize(Column const& column);

/// The product of "3x4x2"; nothing where the text is no arraysize. The last dimension may end in '*'.
struct ArraySize {
  std::size_t elements = 1;  ///< of the fixed dimensions
  bool variable = false;
  std::size_t at_most = 0;
};
std::optional<ArraySize> parse_arraysize(std::string_view text);

/// Bytes of one element in VOTable BINARY and in FITS.
std::size_t bytes_of(Datatype datatype);

}  // namespace catalog
