/// The account of one run in a job, and its way between ranks.
#pragma once

#include <map>
#include <vector>

#include "engine/app/wire.hpp"
#include "engine/io/event_source.hpp"
#include "engine/kernels/select.hpp"
#include "engine/model/product.hpp"
#include "engine/parallel/communicator.hpp"

namespace engine {

/// Header facts and the good times that remain after the time cuts; the cut flow is still empty.
/// A file without good time intervals, where they are ignored, counts from TSTART to TSTOP.
InputRecord input_record(Observation const& run, EventSource const& source,
                         PreparedSelection const& selection);

/// The records of all ranks on every rank, sorted by run; parts of one run are added up.
std::vector<InputRecord> shared_records(Communicator const& ranks, std::vector<Observation> const& runs,
                                        std::map<std::size_t, InputRecord> const& mine);

/// Of the observation only the name of the table: the reader knows the rest.
void write_record(WireWriter& out, InputRecord const& record);
InputRecord read_record(WireReader& in, Observation const& run);

}  // namespace engine
