/// Which tables a check has to look at: the index tables of a set as they stand, walked without opening the
/// files they name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/check/defect.hpp"
#include "engine/model/time.hpp"

namespace engine {

/// A table that something names: an index row, an XML, or (for a bare file) its place in the file.
struct TableUse {
  std::string file, hdu;      ///< hdu: EXTNAME, or empty: found by class
  std::optional<int> number;  ///< 1 is the primary HDU; wins over `hdu`
  std::string type, hdu_class;
  std::string named_by;  ///< the index or XML file; empty for a bare file
};

/// What the observation index says of a run, to be compared with its files.
struct ObsIndexRow {
  std::optional<double> ra_deg, dec_deg, tstart_s, tstop_s;
  bool coarse_times = false;  ///< kept in 32-bit floats, which is reported once for the whole column
  std::optional<std::int64_t> event_count;
  std::string object;
  std::optional<TimeReference> reference;
};

struct PlannedRun {
  std::optional<std::int64_t> obs_id;  ///< nothing: a bare file, whose header will say
  TableUse events{};
  std::optional<TableUse> gti{};
  std::vector<TableUse> responses{};
  std::optional<ObsIndexRow> indexed{};
  bool bare = false;  ///< a file without an index: its GTI and responses are those beside the events
};

struct SetPlan {
  std::vector<PlannedRun> runs;
  std::vector<std::string> index_files;  ///< opened and checked already
  std::vector<std::string> bare_files;   ///< files to be searched for EVENTS tables
};

/// Inputs as open_data_set takes them: folders, index files, FITS files, @list.txt, XML. What is wrong with
/// the inputs and the indices is added to `defects`.
SetPlan plan_check(std::vector<std::string> const& inputs, std::vector<Defect>& defects);

}  // namespace engine
