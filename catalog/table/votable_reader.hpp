/// Reading a VOTable that somebody sent (TAP uploads): fed in pieces, rows out one at a time, nothing
/// trusted.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/table/column.hpp"

namespace catalog {

struct VotableLimits {
  std::size_t document_bytes = 256U << 20;
  std::size_t columns = 1000;
  std::size_t cell_bytes = 4U << 20;
  std::int64_t rows = 10'000'000;
};

/// What becomes of the first TABLE of the document. Both may throw; the reader passes it on.
class VotableSink {
 public:
  using Row = std::vector<std::optional<std::string>>;
  virtual ~VotableSink() = default;
  virtual void columns(std::vector<Column> const& columns) = 0;
  /// Cells as PostgreSQL's text input: numbers, t and f, "{1,2,NULL}", texts as they are (UTF-8 without NUL).
  virtual void row(Row const& cells) = 0;
};

/// VOTable 1.0 to 1.5; TABLEDATA, BINARY and BINARY2 with base64. No entity is ever expanded, no DTD or
/// STREAM href fetched. bit becomes unsignedByte (0, 1), complex numbers pairs of reals; a scalar NaN and an
/// empty text are NULL. Everything that is wrong is Failure(bad_request) with the line of the document.
class VotableReader {
 public:
  explicit VotableReader(VotableSink& sink, VotableLimits limits = {});
  ~VotableReader();
  void feed(std::string_view bytes);
  void finish();  ///< no more bytes will come; fails if there was no TABLE

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace catalog
