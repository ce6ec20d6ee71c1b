/// An answer pulled in pieces: a source of rows, the encoder, the limit, and an honest end.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "catalog/table/table_encoder.hpp"

namespace catalog {

/// A failure of the source in the middle is written into the document where the format can say so, and thrown
/// otherwise. The head comes as a piece of its own, so that the first byte does not wait for 64 kB of rows.
class TablePuller {
 public:
  /// `limit`: MAXREC; when the source has more rows, the answer says OVERFLOW. 0: columns only, and OVERFLOW
  /// (TAP 1.1 section 2.7.4). Nothing: all rows.
  TablePuller(std::unique_ptr<RowSource> source, std::unique_ptr<TableEncoder> encoder, TableFrame frame,
              std::optional<std::int64_t> limit = {});

  /// Replaces `chunk` by the next piece of some 64 kB; false behind the end.
  bool read(std::string& chunk);

  /// What was written so far; complete once read() answered false.
  Ending const& ending() const { return ending_; }

 private:
  enum class Stage { head, rows, tail, done };
  void read_rows(std::string& chunk);
  bool another_row();

  std::unique_ptr<RowSource> source_;
  std::unique_ptr<TableEncoder> encoder_;
  TableFrame frame_;
  std::optional<std::int64_t> limit_;
  Ending ending_;
  Stage stage_ = Stage::head;
};

}  // namespace catalog
