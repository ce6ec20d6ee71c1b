/// Rows of the index tables on their way between ranks.
#pragma once

#include <vector>

#include "engine/app/wire.hpp"
#include "engine/io/index_writer.hpp"
#include "engine/parallel/communicator.hpp"

namespace engine {

/// The rows of all ranks on every rank, sorted by run.
std::vector<IndexedRun> shared_index(Communicator const& ranks, std::vector<IndexedRun> const& mine);

void write_index_row(WireWriter& out, IndexedRun const& run);
IndexedRun read_index_row(WireReader& in);

}  // namespace engine
