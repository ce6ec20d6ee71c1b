/// A VotableSink that keeps everything.
#pragma once

#include "catalog/table/votable_reader.hpp"

namespace test_tables {

struct CollectedTable : catalog::VotableSink {
  std::vector<catalog::Column> fields;
  std::vector<Row> rows;
  void columns(std::vector<catalog::Column> const& columns) override { fields = columns; }
  void row(Row const& cells) override { rows.push_back(cells); }
};

inline CollectedTable table_in(std::string_view document, catalog::VotableLimits limits = {},
                               std::size_t piece = 4096) {
  CollectedTable table;
  catalog::VotableReader reader(table, limits);
  for (std::size_t at = 0; at < document.size(); at += piece) reader.feed(document.substr(at, piece));
  reader.finish();
  return table;
}

}  // namespace test_tables
