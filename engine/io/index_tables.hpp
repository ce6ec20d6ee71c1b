/// The GADF index tables of a data store: from obs-index and hdu-index to observations.
#pragma once

#include <optional>
#include <string>

#include "engine/io/data_set.hpp"

namespace engine {

struct IndexPair {
  std::string hdu_index;
  std::optional<std::string> obs_index;
  friend bool operator==(IndexPair const&, IndexPair const&) = default;
};

/// The pair that a file belongs to by its name: "hdu-index.fits.gz" goes with "obs-index.fits.gz" (or the
/// same without .gz) beside it, "hdu-index-crab.fits" with "obs-index-crab.fits". Nothing if the name is not
/// one of an index; refused if there is an observation index without an HDU index.
std::optional<IndexPair> index_pair_of(std::string const& file);

/// The HDU index says where the tables of a run are; the observation index, where there is one, says which
/// runs belong to the set (people shorten it to choose), and adds OBJECT, pointing and times. No file of a
/// run is opened, so a missing one is no trouble here.
DataSet read_index(IndexPair const& files);

}  // namespace engine
