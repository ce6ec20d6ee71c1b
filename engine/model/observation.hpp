/// One observation as it lies in files: where its tables are, and what its event header says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/sky.hpp"
#include "engine/model/time.hpp"

namespace engine {

/// `literal`: the name came from outside (an index table, a list, the service) and is opened as it stands.
/// `extended`: a person typed it on the command line, and may use cfitsio's filters and URLs.
enum class FileNameSyntax { literal, extended };

/// A table in a file. `hdu` is an EXTNAME (any case) or empty: then it is found by HDU class.
struct HduLocation {
  std::string file;
  std::string hdu;
  std::optional<int> number;  ///< 1 is the primary HDU, as cfitsio counts; wins over `hdu`
  FileNameSyntax syntax = FileNameSyntax::literal;
};

/// A response table: HDU_TYPE and HDU_CLASS of the GADF HDU index ("aeff"/"aeff_2d", "bkg"/"bkg_3d", ...).
struct ResponseLocation {
  std::string type, hdu_class;
  HduLocation location;
};

/// TSTART and TSTOP as an index table has them. Many a table keeps (or once kept) them in single precision:
/// they may be off by `uncertainty` either way.
struct IndexedTimes {
  Time start, stop;
  Duration uncertainty;
};

/// What is known of a run before its files are opened.
struct Observation {
  std::int64_t id = 0;  ///< OBS_ID; unique in a data set
  HduLocation events;
  std::optional<HduLocation> gti;  ///< nothing: looked for in the event file
  std::vector<ResponseLocation> responses;
  std::string object;                       ///< OBJECT of the observation index; may be empty
  std::optional<Direction<Icrs>> pointing;  ///< from the index; the event header decides
  std::optional<IndexedTimes> times;        ///< from the index; the event header decides
  std::string index_file;                   ///< for messages; empty if the run came as a bare file
};

/// What the event header says, in canonical units.
struct ObservationHeader {
  std::int64_t id = 0;
  std::string object, telescope, instrument, origin, observer;
  std::optional<Direction<Icrs>> pointing;         ///< RA_PNT, DEC_PNT; nothing for drift scans without them
  std::optional<Direction<Icrs>> object_position;  ///< RA_OBJ, DEC_OBJ
  TimeReference time;
  std::optional<double> tstart_s, tstop_s;  ///< MET
  std::optional<double> ontime_s, livetime_s;
  double dead_time_fraction = 0;  ///< 1 - DEADC; 0 where DEADC is absent
  bool deadc_known = false;
};

}  // namespace engine
