/// The selected events of one run as a GADF file: EVENTS with the rows as they were, GTI, and the responses.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/io/fits_events.hpp"
#include "engine/io/fits_writer.hpp"
#include "engine/io/index_writer.hpp"
#include "engine/io/response_copies.hpp"
#include "engine/model/product.hpp"
#include "engine/model/selection.hpp"

namespace engine {

/// What the header says about how the rows were chosen.
struct SelectionAccount {
  Selection selection;
  Recipe recipe;
  std::string creator;
  std::vector<FitsKey> reference = {};  ///< for the primary and the EVENTS header (reference_keys.hpp)
};

/// "obs_023523.fits": the event file of a run in the output.
std::string selected_file_name(std::int64_t observation_id);

/// Rows are copied byte for byte, in the order in which they come: no value is rounded, ids keep their 64
/// bits.
class SelectedRunWriter {
 public:
  /// `path` is where the file is written now (a staging directory). `source` must outlive the writer.
  SelectedRunWriter(std::string const& path, FitsEvents& source, Observation const& observation,
                    SelectionAccount const& account);

  /// Appends rows of a block as FitsEvents::raw_rows gives it; `kept` are indices within the block.
  void append(std::span<std::byte const> block, std::span<std::uint32_t const> kept);
  std::uint64_t rows() const { return rows_; }
  FitsFile& event_file() { return source_.file(); }

  /// Corrects the header, writes GTI and responses, closes. `name` is the file's name in the output; the
  /// run's row for the index tables comes back. `prov_json` may be empty.
  IndexedRun finish(InputRecord const& record, SharedResponses const& shared, std::string const& name,
                    std::string const& prov_json);

 private:
  std::string path_;
  FitsEvents& source_;
  Observation observation_;
  FitsWriter file_;
  std::vector<FitsKey> known_;  ///< what the header says so far, for the index
  std::uint64_t rows_ = 0;
  std::vector<std::byte> gathered_;
};

}  // namespace engine
