/// From what a person names (folders, files, lists) to the runs in it, and the choice among them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/observation.hpp"
#include "engine/model/region.hpp"
#include "engine/model/time.hpp"

namespace engine {

/// A file of a folder that cannot be read far enough to know which run it is.
struct UnreadableFile {
  std::string path, reason;
};

/// Runs sorted by id; each id once. Two different files with one id are refused, naming both.
struct DataSet {
  std::vector<Observation> observations;
  std::vector<std::string> notes;               ///< what was tolerated on the way, fit for the user
  std::vector<UnreadableFile> unreadable = {};  ///< whether they matter is for the caller to say
};

/// Each input is: a folder (obs-index/hdu-index pairs found at any depth, .gz or not; without an index, the
/// event files in it), an index file itself, an event file, `@list.txt` (one input per line, # comments,
/// relative to the list), or a ctools observation definition XML. Names inside indices, lists and XML are
/// opened literally.
DataSet open_data_set(std::vector<std::string> const& inputs, FileNameSyntax syntax);

/// Every condition that is present must hold.
struct RunChoice {
  std::vector<std::int64_t>
      ids{};  ///< empty: all. An id that the set does not have is refused, with the nearest
  std::vector<std::string>
      targets{};  ///< OBJECT, compared without case, blanks, '_' and '-' ("Crab Nebula" = "CrabNebula")
  std::optional<Cone> cone{};
  enum class ConeMeaning { pointing, field_of_view } cone_meaning = ConeMeaning::pointing;
  std::optional<Angle>
      field_of_view{};  ///< radius used for field_of_view: pointing is nearer than cone radius + this
  std::optional<Time> start{}, stop{};  ///< keeps runs that overlap the window [start, stop)
};
/// Opens event headers only where the index cannot answer (MAGIC's has neither times nor OBJECT; float32
/// times are not trusted at the boundary). Refuses an empty result with what each condition left over.
DataSet choose_runs(DataSet const& from, RunChoice const& choice);

}  // namespace engine
