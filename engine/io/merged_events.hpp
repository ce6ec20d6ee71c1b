/// The selected events of all runs in one table, from the per-run files that are already written.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/io/merged_rows.hpp"
#include "engine/model/product.hpp"

namespace engine {

/// The selected runs of a job in the order of summary.inputs: layouts are read at once, rows block by block,
/// so memory does not grow with the number of events.
class SelectedRuns {
 public:
  /// `files`: what SelectedRunWriter wrote for each of summary.inputs.
  SelectedRuns(std::vector<std::string> files, ProductSummary const& summary);
  MergedLayout const& layout() const { return layout_; }
  std::size_t rows(std::size_t run) const { return layout_.sources()[run].table.rows; }
  std::size_t runs() const { return files_.size(); }
  std::size_t total_rows() const;
  std::vector<std::string> const& files() const { return files_; }
  /// Calls `take` with blocks of rows in the common layout, run after run.
  void for_each_block(std::function<void(std::span<std::byte const>)> const& take) const;

 private:
  std::vector<std::string> files_;
  MergedLayout layout_;
};

/// One EVENTS table with an OBS_ID column, TIME in the reference of the first run, the GTIs of all runs,
/// INPUTS and PROVENANCE. Header: what all runs share is kept, what differs is dropped, times and sums as in
/// every product. Responses stay with the runs.
void write_merged_events(std::string const& path, SelectedRuns const& runs, ProductSummary const& summary,
                         std::string const& prov_json);

}  // namespace engine
