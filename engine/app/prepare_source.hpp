/// A selection resolved for one open file: which columns to read, and what to compare them with.
#pragma once

#include "engine/io/event_source.hpp"
#include "engine/kernels/select.hpp"

namespace engine {

struct PreparedSource {
  ColumnSet columns;
  PreparedSelection selection;
};

/// `job` are the columns that the job itself wants; they come first among the extra ones.
PreparedSource prepare_source(EventSource const& source, Selection const& selection, ColumnSet const& job);

}  // namespace engine
